package io.mcpgateway.policy.mask;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.mcpgateway.core.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Recognises JSON objects and arrays that stand in text. */
final class EmbeddedJson {
  private EmbeddedJson() {}

  /** Where an object or array may begin in a text that could be nothing but one; −1 if none. */
  static int start(byte[] text, int from, int to) {
    int first = from;
    int last = to - 1;
    while (first < to && isSpace(text[first])) {
      first++;
    }
    while (last > first && isSpace(text[last])) {
      last--;
    }
    boolean bracketed =
        first < last
            && ((text[first] == '{' && text[last] == '}')
                || (text[first] == '[' && text[last] == ']'));
    return bracketed ? first : -1;
  }

  /**
   * Whether the text is one JSON value that everybody reads the same way.
   *
   * @throws UnmaskableException if it is one that others may read, but we do not: with two members
   *     of one name, or too deep
   */
  static boolean isValid(byte[] text, int from, int to) throws UnmaskableException {
    for (int i = from; i < Math.min(to, from + 4); i++) {
      if (text[i] == 0) {
        // The parser would take it for UTF-16 or UTF-32.
        return false;
      }
    }
    try (JsonParser parser = Json.parser(text, from, to - from)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (StreamConstraintsException tooMuch) {
      throw new UnmaskableException("JSON in a string is too deep or too long");
    } catch (JsonProcessingException malformed) {
      if (String.valueOf(malformed.getOriginalMessage()).startsWith("Duplicate")) {
        throw new UnmaskableException("JSON in a string has two members of one name");
      }
      return false;
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
