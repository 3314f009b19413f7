package io.mcpgateway.policy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** What one kind's detectors find in texts. */
final class Readings {
  private Readings() {}

  static List<String> found(Kind kind, String text) {
    return found(kind, text, "");
  }

  static List<String> found(Kind kind, String text, String name) {
    byte[] bytes = ("[[" + text + "]]").getBytes(UTF_8);
    Matches matches =
        new Detection(List.of(kind), List.of())
            .pass()
            .find(new Reading(bytes, 2, bytes.length - 2, name));
    List<String> found = new ArrayList<>();
    for (int i = 0; i < matches.size(); i++) {
      found.add(new String(bytes, matches.start(i), matches.end(i) - matches.start(i), UTF_8));
    }
    return found;
  }
}
