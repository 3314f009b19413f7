package io.mcpgateway.policy.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Takes entries out of a JSON array without touching what stays. */
final class ListEntries {
  private ListEntries() {}

  /** Says which entries stay. */
  interface Choice {
    /**
     * @param entry stands at the first token of an entry, and must be left at its last
     */
    boolean stays(JsonParser entry) throws IOException;
  }

  /**
   * Removes every entry of the array at {@code array} that {@code choice} does not keep.
   *
   * @return how many are removed
   */
  static int remove(byte[] bytes, Span array, Choice choice, Splices splices) {
    int removed = 0;
    int kept = 0;
    int firstEntry = -1;
    int previousEnd = -1;
    int lastKeptEnd = -1;
    try (JsonParser parser = Json.parser(bytes, array.start(), array.length())) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int start = array.start() + Json.tokenStart(parser);
        boolean stays = choice.stays(parser);
        int end = array.start() + Json.tokenEnd(parser);
        firstEntry = firstEntry < 0 ? start : firstEntry;
        if (!stays) {
          removed++;
        } else {
          if (kept == 0 && removed > 0) {
            splices.replace(new Span(firstEntry, start), "");
          } else if (lastKeptEnd < previousEnd) {
            splices.replace(new Span(lastKeptEnd, previousEnd), "");
          }
          kept++;
          lastKeptEnd = end;
        }
        previousEnd = end;
      }
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
    if (removed > 0 && kept == 0) {
      splices.replace(array, "[]");
    } else if (removed > 0 && lastKeptEnd < previousEnd) {
      splices.replace(new Span(lastKeptEnd, previousEnd), "");
    }
    return removed;
  }
}
