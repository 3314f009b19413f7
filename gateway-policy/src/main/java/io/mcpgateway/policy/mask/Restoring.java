package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.token.TokenSpan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts values back where tokens stand for them: in every string of some JSON, and in strings of
 * JSON that stands in strings. Names stay. Used once, by one thread.
 */
final class Restoring {
  private static final int MAX_NESTING = 8;

  private final Opener opener;
  private final Map<String, Integer> counts = new HashMap<>();

  /** Opens tokens. */
  interface Opener {
    /** What a token stands for, or null if nobody here may know. */
    @Nullable Opened open(String token);
  }

  /**
   * What a token stands for.
   *
   * @param mask which mask made it
   */
  record Opened(String mask, byte[] value) {}

  Restoring(Opener opener) {
    this.opener = opener;
  }

  /** How many values were put back, by the mask that had taken them. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** What has to be replaced in the value that begins at {@code at} of a strict JSON text. */
  List<Edit> edits(byte[] json, int at) {
    List<Edit> edits = new ArrayList<>();
    value(json, at, 0, edits);
    return edits;
  }

  private int value(byte[] json, int at, int nesting, List<Edit> edits) {
    return switch (json[at]) {
      case '{' -> members(json, at, nesting, edits);
      case '[' -> elements(json, at, nesting, edits);
      case '"' -> string(json, at, nesting, edits);
      default -> JsonWalk.valueEnd(json, at);
    };
  }

  private int members(byte[] json, int start, int nesting, List<Edit> edits) {
    int at = JsonWalk.skipSpace(json, start + 1);
    while (json[at] != '}') {
      int nameEnd = JsonWalk.stringEnd(json, at);
      int valueAt = JsonWalk.skipSpace(json, JsonWalk.skipSpace(json, nameEnd) + 1);
      at = JsonWalk.afterComma(json, value(json, valueAt, nesting, edits));
    }
    return at + 1;
  }

  private int elements(byte[] json, int start, int nesting, List<Edit> edits) {
    int at = JsonWalk.skipSpace(json, start + 1);
    while (json[at] != ']') {
      at = JsonWalk.afterComma(json, value(json, at, nesting, edits));
    }
    return at + 1;
  }

  private int string(byte[] json, int at, int nesting, List<Edit> edits) {
    int end = JsonWalk.stringEnd(json, at);
    byte[] text = Json.string(json, new Span(at, end)).getBytes(StandardCharsets.UTF_8);
    List<Edit> inside = inText(text, nesting);
    if (!inside.isEmpty()) {
      String restored = new String(Edit.apply(inside, text), StandardCharsets.UTF_8);
      edits.add(new Edit(at, end, Json.quote(restored).getBytes(StandardCharsets.UTF_8)));
    }
    return end;
  }

  private List<Edit> inText(byte[] text, int nesting) {
    if (TokenSpan.next(text, 0, text.length) == null) {
      return List.of();
    }
    List<Edit> edits = new ArrayList<>();
    int start = EmbeddedJson.start(text, 0, text.length);
    if (start >= 0
        && nesting < MAX_NESTING
        && Json.standing(text, start, text.length) == Json.Standing.JSON) {
      value(text, start, nesting + 1, edits);
      return edits;
    }
    for (TokenSpan span = TokenSpan.next(text, 0, text.length);
        span != null;
        span = TokenSpan.next(text, span.to(), text.length)) {
      Opened opened = opener.open(span.in(text));
      if (opened != null) {
        counts.merge(opened.mask(), 1, Integer::sum);
        edits.add(new Edit(span.from(), span.to(), opened.value()));
      }
    }
    return edits;
  }
}
