package io.mcpgateway.testkit;

import java.util.SplittableRandom;

/**
 * Makes JSON that is valid but odd: numbers no double can hold, escapes where none are needed,
 * white space anywhere, any order. The same seed makes the same text. Used by one thread.
 */
public final class SeededJson {
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1.10",
    "1e400",
    "-1E-400",
    "9007199254740993",
    "18446744073709551616",
    "1.0",
    "0.10000000000000000000000000000000000001",
    "1e+2",
    "123456789012345678901234567890"
  };
  private static final String[] SPACES = {"", "", "", " ", "\n", "\r\n", "\t", "  \t \n"};
  private static final String[] LETTERS = {
    "a",
    "Z",
    "7",
    " ",
    "é",
    "ß",
    "€",
    "漢",
    "😀",
    "\u2028",
    "\u007f",
    "/",
    "\\/",
    "\\\"",
    "\\\\",
    "\\n",
    "\\u0000",
    "\\u0041",
    "\\uD83D\\uDE00",
    "\\u00e9",
    "\\b\\f\\r\\t",
    "<",
    "}",
    "]",
    ",",
    ":",
    "{",
    "[",
    "\\ud800",
    "\\udc00"
  };

  /** How many of {@link #LETTERS}, at their end, are half a surrogate pair. */
  private static final int HALF_PAIRS = 2;

  private final SplittableRandom random;

  public SeededJson(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * A JSON-RPC request for a tool call: members in any order, some that nobody knows.
   *
   * @param maxDepth how deep arguments nest at most
   */
  public String toolCall(int maxDepth) {
    String[] params = {
      member("name", string()),
      member("arguments", object(maxDepth)),
      member("_meta", object(2)),
      member("x-" + random.nextInt(1000), value(2)),
    };
    String[] envelope = {
      member("jsonrpc", "\"2.0\""),
      member("id", random.nextBoolean() ? integer() : string()),
      member("method", random.nextBoolean() ? "\"tools/call\"" : "\"tools\\/c\\u0061ll\""),
      member("params", braces(params)),
      member("unknown", value(3)),
    };
    return space() + braces(envelope) + space();
  }

  /** Any value, nested at most {@code maxDepth} deep. */
  public String value(int maxDepth) {
    return switch (random.nextInt(maxDepth > 0 ? 8 : 5)) {
      case 0 -> string();
      case 1 -> number();
      case 2 -> "true";
      case 3 -> "false";
      case 4 -> "null";
      case 5, 6 -> object(maxDepth - 1);
      default -> array(maxDepth - 1);
    };
  }

  /** An object with names that differ from each other by more than case. */
  public String object(int maxDepth) {
    String[] members = new String[random.nextInt(5)];
    for (int i = 0; i < members.length; i++) {
      members[i] = space() + name("m" + i + "-") + space() + ":" + padded(value(maxDepth));
    }
    return braces(members);
  }

  public String array(int maxDepth) {
    StringBuilder array = new StringBuilder("[").append(space());
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      array.append(i == 0 ? "" : ",").append(padded(value(maxDepth)));
    }
    return array.append("]").toString();
  }

  public String string() {
    return quoted("", LETTERS.length);
  }

  public String number() {
    return random.nextInt(3) == 0 ? integer() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  public String integer() {
    return Long.toString(random.nextLong() >> random.nextInt(64));
  }

  /** Half a surrogate pair is possible in a value, but not in a name. */
  private String name(String start) {
    return quoted(start, LETTERS.length - HALF_PAIRS);
  }

  private String quoted(String start, int letters) {
    StringBuilder string = new StringBuilder("\"").append(start);
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      string.append(LETTERS[random.nextInt(letters)]);
    }
    return string.append('"').toString();
  }

  private String member(String name, String value) {
    return space() + '"' + oddlyWritten(name) + '"' + space() + ":" + padded(value);
  }

  /** {@code name}, at times with one letter written as an escape. */
  private String oddlyWritten(String name) {
    if (random.nextInt(4) != 0) {
      return name;
    }
    int at = random.nextInt(name.length());
    String digits = Integer.toHexString(0x10000 | name.charAt(at)).substring(1);
    return name.substring(0, at) + "\\u" + digits + name.substring(at + 1);
  }

  private String braces(String[] members) {
    for (int i = members.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      String swapped = members[i];
      members[i] = members[j];
      members[j] = swapped;
    }
    return "{" + space() + String.join(",", members) + space() + "}";
  }

  private String padded(String value) {
    return space() + value + space();
  }

  private String space() {
    return SPACES[random.nextInt(SPACES.length)];
  }
}
