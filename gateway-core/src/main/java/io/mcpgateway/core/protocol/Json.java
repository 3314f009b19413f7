package io.mcpgateway.core.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The gateway's one way to read JSON: strict, bounded, from bytes. */
public final class Json {
  /** Nesting of a message, envelope included. */
  public static final int MAX_DEPTH = 64;

  /** Length of a member name, in characters. */
  public static final int MAX_NAME_LENGTH = 1024;

  /** Members and elements of a message, all levels together. */
  public static final int MAX_TOKENS = 1_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // Member names come from clients: interning them would fill a shared table.
          .disable(com.fasterxml.jackson.core.JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxNumberLength(1000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  private Json() {}

  /** What {@link #standing} says of a text. */
  public enum Standing {
    /** One JSON value that everybody reads the same way. */
    JSON,
    /** Not JSON to anybody. */
    NO_JSON,
    /** JSON to some: with two members of one name, or beyond the bounds. */
    DOUBTFUL
  }

  /** Whether a part of {@code bytes}, which must be well-formed UTF-8, is one JSON value. */
  public static Standing standing(byte[] bytes, int from, int to) {
    try {
      JsonCursor cursor = new JsonCursor(bytes, from, to);
      cursor.skip();
      cursor.expectEnd();
      return Standing.JSON;
    } catch (MalformedJsonException malformed) {
      return malformed.mayBeJson() ? Standing.DOUBTFUL : Standing.NO_JSON;
    }
  }

  /**
   * Where the JSON value ends that begins at {@code from}, whatever follows. If there is none that
   * everybody reads the same way: how far was read, negated.
   *
   * @param bytes well-formed UTF-8 up to {@code to}
   */
  public static int valueEnd(byte[] bytes, int from, int to) {
    JsonCursor cursor = new JsonCursor(bytes, from, to);
    try {
      cursor.skip();
      return cursor.position();
    } catch (MalformedJsonException malformed) {
      return -cursor.position();
    }
  }

  /**
   * Where the elements of the array at {@code array} stand.
   *
   * @throws IllegalArgumentException if there is no well-formed array at {@code array}
   */
  public static List<Span> elements(byte[] bytes, Span array) {
    List<Span> elements = new ArrayList<>();
    JsonCursor cursor = new JsonCursor(bytes, array.start(), array.end());
    try {
      cursor.enterArray();
      while (cursor.nextValue()) {
        cursor.peek();
        int start = cursor.position();
        cursor.skip();
        elements.add(new Span(start, cursor.position()));
      }
      cursor.expectEnd();
    } catch (MalformedJsonException malformed) {
      throw new IllegalArgumentException("not a JSON array: " + array, malformed);
    }
    return elements;
  }

  /**
   * A strict streaming parser over UTF-8 {@code bytes}: duplicate names, depth, name and number
   * length are checked as it reads.
   */
  public static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
    return FACTORY.createParser(bytes, offset, length);
  }

  /** Where the parser's current token begins, counted from the {@code offset} it was given. */
  public static int tokenStart(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Where the parser's current token ends, counted the same way. Finishes reading the token. */
  public static int tokenEnd(JsonParser parser) throws IOException {
    parser.finishToken();
    return (int) parser.currentLocation().getByteOffset();
  }

  /** The text of the JSON string that stands at {@code span}, quotes included. */
  public static String string(byte[] bytes, Span span) {
    int first = span.start() + 1;
    int last = span.end() - 1;
    for (int i = first; i < last; i++) {
      if (bytes[i] == '\\') {
        return escapedString(bytes, span);
      }
    }
    return new String(bytes, first, last - first, StandardCharsets.UTF_8);
  }

  private static String escapedString(byte[] bytes, Span span) {
    try (JsonParser parser = parser(bytes, span.start(), span.length())) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** {@code text} as a JSON string, quotes included. */
  public static String quote(String text) {
    char[] quoted = JsonStringEncoder.getInstance().quoteAsString(text);
    return '"' + String.valueOf(quoted) + '"';
  }
}
