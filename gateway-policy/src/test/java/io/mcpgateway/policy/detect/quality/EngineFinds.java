package io.mcpgateway.policy.detect.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.mask.FoundByEngine;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole engine, with everything that it undoes before it looks. What it masks counts for every
 * kind.
 */
final class EngineFinds implements Finds {
  private final FoundByEngine engine = new FoundByEngine();

  @Override
  public List<Span> in(String text, String name) {
    int[] chars = chars(text);
    List<Span> spans = new ArrayList<>();
    for (FoundByEngine.Found found : engine.in(text, name)) {
      for (Kind kind : Kind.values()) {
        spans.add(new Span(kind, chars[found.start()], chars[found.end()]));
      }
    }
    return spans;
  }

  /** Of each byte of the text's UTF-8, and its end, the char that it belongs to. */
  private static int[] chars(String text) {
    int[] chars = new int[text.getBytes(UTF_8).length + 1];
    int at = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int bytes = Character.toString(text.codePointAt(i)).getBytes(UTF_8).length;
      for (int k = 0; k < bytes; k++) {
        chars[at++] = i;
      }
    }
    chars[at] = text.length();
    return chars;
  }
}
