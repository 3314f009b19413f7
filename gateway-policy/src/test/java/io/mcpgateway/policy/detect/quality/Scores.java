package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How every kind did in a number of samples.
 *
 * <p>A value is found if findings of its kind, or of one that its label allows, cover every letter
 * and digit of it. A finding is right if it touches a value of its kind or one that allows it;
 * otherwise it is wrong, whether there is nothing or something else.
 */
final class Scores {
  private final Map<Kind, Score> scores = new EnumMap<>(Kind.class);

  Scores() {
    for (Kind kind : Kind.values()) {
      scores.put(kind, new Score());
    }
  }

  Score of(Kind kind) {
    return Optional.ofNullable(scores.get(kind)).orElseThrow();
  }

  void add(Sample sample, List<Span> found) {
    for (Label label : sample.labels()) {
      of(label.kind()).label(isCovered(label, sample.text(), found), sample, label);
    }
    for (Span span : found) {
      boolean isRight =
          sample.labels().stream()
              .anyMatch(label -> label.touches(span) && label.allows(span.kind()));
      of(span.kind()).finding(isRight, sample, span);
    }
  }

  private static boolean isCovered(Label label, String text, List<Span> found) {
    for (int i = label.start(); i < label.end(); i++) {
      int at = i;
      if (Character.isLetterOrDigit(text.charAt(i))
          && found.stream()
              .noneMatch(
                  span -> label.allows(span.kind()) && span.start() <= at && at < span.end())) {
        return false;
      }
    }
    return true;
  }
}
