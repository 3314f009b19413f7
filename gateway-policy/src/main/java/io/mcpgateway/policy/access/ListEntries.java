package io.mcpgateway.policy.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes entries out of a JSON array without touching what stays. */
final class ListEntries {
  private ListEntries() {}

  /**
   * Removes every entry of the array at {@code array} that is no object, that has no string {@code
   * key}, or whose key {@code stays} does not accept.
   *
   * @return how many are removed
   */
  static int remove(
      byte[] bytes, Span array, String key, Predicate<String> stays, Splices splices) {
    int removed = 0;
    int kept = 0;
    int firstEntry = -1;
    int previousEnd = -1;
    int lastKeptEnd = -1;
    try (JsonParser parser = Json.parser(bytes, array.start(), array.length())) {
      parser.nextToken();
      JsonToken token;
      while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
        int start = array.start() + Json.tokenStart(parser);
        String name = token == JsonToken.START_OBJECT ? member(parser, key) : skip(parser);
        int end = array.start() + Json.tokenEnd(parser);
        firstEntry = firstEntry < 0 ? start : firstEntry;
        if (name == null || !stays.test(name)) {
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

  /** The string at {@code key} of the object that the parser stands at; reads to its end. */
  private static @Nullable String member(JsonParser parser, String key) throws IOException {
    String found = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(key);
      if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
        found = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private static @Nullable String skip(JsonParser parser) throws IOException {
    parser.skipChildren();
    return null;
  }
}
