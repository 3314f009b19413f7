package io.mcpgateway.policy.detect.quality;

import java.util.ArrayList;
import java.util.List;

/** How one kind did. */
final class Score {
  private static final int EXAMPLES = 10;

  private int labels;
  private int found;
  private int right;
  private int wrong;
  private final List<String> missed = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();

  void label(boolean isFound, Sample sample, Label label) {
    labels++;
    if (isFound) {
      found++;
    } else {
      note(missed, sample, label.start(), label.end());
    }
  }

  void finding(boolean isRight, Sample sample, Span span) {
    if (isRight) {
      right++;
    } else {
      wrong++;
      note(taken, sample, span.start(), span.end());
    }
  }

  /** At most two of a template, so that one that fails always leaves room for the others. */
  private static void note(List<String> examples, Sample sample, int start, int end) {
    String origin = sample.origin() + ": ";
    if (examples.size() < EXAMPLES
        && examples.stream().filter(each -> each.startsWith(origin)).count() < 2) {
      examples.add(origin + around(sample, start, end));
    }
  }

  private static String around(Sample sample, int start, int end) {
    String text = sample.text();
    int from = Math.max(0, start - 40);
    int to = Math.min(text.length(), end + 20);
    String value =
        end - start > 120 ? text.substring(start, start + 120) + "…" : text.substring(start, end);
    String member = sample.name().isEmpty() ? "" : " (member " + sample.name() + ")";
    return (text.substring(from, start) + "⟦" + value + "⟧" + text.substring(end, to))
            .replace("\n", "⏎")
        + member;
  }

  int labels() {
    return labels;
  }

  int wrong() {
    return wrong;
  }

  double recall() {
    return labels == 0 ? 1 : (double) found / labels;
  }

  double precision() {
    return right + wrong == 0 ? 1 : (double) right / (right + wrong);
  }

  List<String> missed() {
    return missed;
  }

  List<String> taken() {
    return taken;
  }
}
