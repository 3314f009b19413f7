package io.mcpgateway.app.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * JSON, or its beginning, as a text in which no escape hides anything and every string was looked
 * at by itself. Such a text is for people: quotation marks within strings stay as they are.
 */
final class ReadableJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** As in {@code \\u00e9}. */
  private static final int LONGEST_ESCAPE = 6;

  private final UnaryOperator<String> redaction;
  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  private ReadableJson(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  /**
   * @param end where the JSON ends; beyond {@code to} if that is only its beginning
   * @param max characters, after which no more is read
   */
  static String of(
      byte[] json, int from, int to, int end, UnaryOperator<String> redaction, int max) {
    ReadableJson readable = new ReadableJson(redaction);
    byte[] whole = end > to ? closed(json, from, to) : Arrays.copyOfRange(json, from, to);
    try (JsonParser parser = FACTORY.createParser(whole)) {
      JsonToken token = parser.nextToken();
      while (token != null && readable.text.length() < max) {
        readable.append(token, parser);
        token = parser.nextToken();
      }
    } catch (IOException cut) {
      readable.text.append(JsonLine.CUT);
    }
    return readable.text.toString();
  }

  /** A beginning whose last string, if it ends within one, is ended. */
  private static byte[] closed(byte[] json, int from, int to) {
    int cut = to;
    while (cut > from && (json[cut - 1] & 0x80) != 0) {
      cut--;
    }
    int first = Math.max(from, cut - LONGEST_ESCAPE);
    for (int i = cut - 1; i >= first; i--) {
      if (json[i] == '\\') {
        cut = i;
      }
    }
    while (cut > from && json[cut - 1] == '\\') {
      cut--;
    }
    byte[] closed = Arrays.copyOfRange(json, from, cut + 1);
    closed[cut - from] = '"';
    return closed;
  }

  private void append(JsonToken token, JsonParser parser) throws IOException {
    switch (token) {
      case START_OBJECT, START_ARRAY -> {
        separate();
        text.append(parser.getText());
        first = true;
      }
      case END_OBJECT, END_ARRAY -> {
        text.append(parser.getText());
        first = false;
      }
      case FIELD_NAME -> {
        separate();
        quote(parser.getText());
        text.append(':');
        first = true;
      }
      case VALUE_STRING -> {
        separate();
        quote(parser.getText());
      }
      default -> {
        separate();
        text.append(redaction.apply(parser.getText()));
      }
    }
  }

  private void separate() {
    if (!first) {
      text.append(',');
    }
    first = false;
  }

  private void quote(String value) {
    text.append('"').append(redaction.apply(value)).append('"');
  }
}
