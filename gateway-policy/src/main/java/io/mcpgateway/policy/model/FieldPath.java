package io.mcpgateway.policy.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A JSON Pointer (RFC 6901) in which a token {@code *} stands for every member or element, and
 * {@code **} for any number of them, one inside of the other, also none.
 *
 * @param text as it is written
 * @param tokens unescaped; at least one
 */
public record FieldPath(String text, List<String> tokens) {
  /** The token that stands for every member or element. */
  public static final String ANY = "*";

  /** The token that stands for any number of members and elements. Never the last one. */
  public static final String ANY_DEPTH = "**";

  private static final int MAX_TOKENS = 32;
  private static final int MAX_ANY_DEPTH = 2;

  public FieldPath {
    tokens = List.copyOf(tokens);
  }

  /**
   * @throws IllegalArgumentException with what was expected
   */
  public static FieldPath of(String pointer) {
    List<String> tokens = new ArrayList<>();
    for (String token : pointer.substring(Math.min(1, pointer.length())).split("/", -1)) {
      tokens.add(unescape(token));
    }
    if (!pointer.startsWith("/") || pointer.length() < 2 || tokens.size() > MAX_TOKENS) {
      throw expected();
    }
    if (tokens.getLast().equals(ANY_DEPTH)
        || Collections.frequency(tokens, ANY_DEPTH) > MAX_ANY_DEPTH) {
      throw new IllegalArgumentException(
          "a JSON Pointer with at most "
              + MAX_ANY_DEPTH
              + " **, none of them at the end, such as /**/price");
    }
    return new FieldPath(pointer, tokens);
  }

  private static String unescape(String token) {
    StringBuilder plain = new StringBuilder(token.length());
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c == '~') {
        i++;
        char escaped = i < token.length() ? token.charAt(i) : ' ';
        if (escaped != '0' && escaped != '1') {
          throw expected();
        }
        c = escaped == '0' ? '~' : '/';
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static IllegalArgumentException expected() {
    return new IllegalArgumentException(
        "a JSON Pointer (RFC 6901), * for any member or element, such as /items/*/price");
  }

  @Override
  public String toString() {
    return text;
  }
}
