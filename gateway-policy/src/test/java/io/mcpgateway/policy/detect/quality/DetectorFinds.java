package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Detection;
import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.detect.Matches;
import io.mcpgateway.policy.detect.Reading;
import java.util.ArrayList;
import java.util.List;

/** The detectors alone, over a text that is folded as a {@link Reading} has to be. */
final class DetectorFinds implements Finds {
  private static final List<Kind> KINDS = List.of(Kind.values());

  private final Detection.Pass pass = new Detection(KINDS, List.of()).pass();

  @Override
  public List<Span> in(String text, String name) {
    Folded folded = Folded.of(text);
    Matches matches = pass.find(new Reading(folded.bytes(), 0, folded.bytes().length, name));
    List<Span> spans = new ArrayList<>(matches.size());
    for (int i = 0; i < matches.size(); i++) {
      spans.add(
          new Span(
              KINDS.get(matches.detector(i)),
              folded.startInText(matches.start(i)),
              folded.endInText(matches.end(i))));
    }
    return spans;
  }
}
