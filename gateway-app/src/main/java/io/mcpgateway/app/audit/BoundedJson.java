package io.mcpgateway.app.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import java.io.IOException;

/**
 * The beginning of a JSON value, as JSON that is complete: what is open where it was cut is closed.
 * Strings have no escapes but those that JSON demands.
 *
 * @param whole whether nothing was cut
 */
record BoundedJson(String text, boolean whole) {
  /** Of what is no JSON that everybody reads the same way, nothing is known. */
  private static final BoundedJson UNREADABLE = new BoundedJson("\"[unreadable]\"", true);

  static BoundedJson of(byte[] message, Span value, int maxLength) {
    try (JsonParser parser = Json.parser(message, value.start(), value.length())) {
      Copy copy = new Copy(maxLength);
      while (copy.goesOn(parser.nextToken(), parser)) {}
      copy.close();
      return new BoundedJson(copy.json.toString(), copy.whole);
    } catch (IOException doubtful) {
      return UNREADABLE;
    }
  }

  private static final class Copy {
    private final StringBuilder json = new StringBuilder();
    private final StringBuilder open = new StringBuilder();
    private final int maxLength;
    private boolean whole = true;
    private boolean first = true;
    private boolean named;

    Copy(int maxLength) {
      this.maxLength = maxLength;
    }

    boolean goesOn(JsonToken token, JsonParser parser) throws IOException {
      if (token.isStructEnd()) {
        json.append(open.charAt(open.length() - 1));
        open.setLength(open.length() - 1);
        first = false;
        return !open.isEmpty();
      }
      if (json.length() >= maxLength) {
        whole = false;
        return false;
      }
      separate();
      if (token == JsonToken.FIELD_NAME) {
        string(parser.currentName());
        json.append(':');
        named = true;
      } else if (token.isStructStart()) {
        boolean object = token == JsonToken.START_OBJECT;
        json.append(object ? '{' : '[');
        open.append(object ? '}' : ']');
        first = true;
        return true;
      } else if (token == JsonToken.VALUE_STRING) {
        string(parser.getText());
      } else {
        json.append(parser.getText());
      }
      first = false;
      return whole && !open.isEmpty();
    }

    private void separate() {
      if (!first && !named) {
        json.append(',');
      }
      named = false;
    }

    private void string(String text) {
      int left = Math.max(0, maxLength - json.length());
      if (text.length() <= left) {
        json.append(Json.quote(text));
        return;
      }
      whole = false;
      json.append(Json.quote(text.substring(0, cut(text, left))));
    }

    /**
     * Not within a word, nor a surrogate pair. Nothing of what may hold JSON: what is left of its
     * escapes would hide from who looks into it.
     */
    private static int cut(String text, int limit) {
      int end = limit;
      while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      int escape = text.indexOf('\\');
      return escape >= 0 && escape < end ? 0 : end;
    }

    void close() {
      if (named) {
        json.append("null");
      }
      json.append(open.reverse());
    }
  }
}
