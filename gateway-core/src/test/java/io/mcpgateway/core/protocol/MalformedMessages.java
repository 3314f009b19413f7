package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Bodies that are not JSON, each for one reason. */
final class MalformedMessages {
  private static final String VALID =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"é\",\"a\":[1.5]}}";

  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"x\":";

  /**
   * @param why what is wrong with it
   */
  record Body(String why, byte[] bytes) {
    @Override
    public String toString() {
      return why;
    }
  }

  private MalformedMessages() {}

  static Stream<Body> all() {
    return Stream.of(values(), envelopes(), strings(), around(), encodings(), cutOff())
        .flatMap(List::stream);
  }

  /** Where a value should stand. */
  private static List<Body> values() {
    return Stream.of(
            // Numbers.
            "01",
            "-01",
            "00",
            "-00",
            "+1",
            "++1",
            "-",
            "--1",
            "- 1",
            "-a",
            ".5",
            "-.5",
            "1.",
            "-1.",
            "1.e5",
            "1e",
            "1e+",
            "1e-",
            "1E",
            "1eE2",
            "1e1.5",
            "1.2.3",
            "1..2",
            "0x1F",
            "0b1",
            "0o7",
            "1_000",
            "1,000",
            "1 000",
            "NaN",
            "-NaN",
            "Infinity",
            "-Infinity",
            "+Infinity",
            "inf",
            "1a",
            "0e",
            "0.e1",
            "2.e-3",
            "1f",
            "1L",
            "٣",
            "１",
            "∞",
            "½",
            // Literals.
            "True",
            "TRUE",
            "False",
            "Null",
            "NULL",
            "nul",
            "tru",
            "fals",
            "nulll",
            "truefalse",
            "true1",
            "undefined",
            "None",
            "nil",
            "yes",
            "a",
            "\u00a0",
            "*",
            "`",
            "@",
            "\\u0031",
            "$",
            // Strings.
            "'a'",
            "'",
            "\"",
            "\"a",
            "a\"",
            "\"a\"\"b\"",
            "\"a\" \"b\"",
            "\"a'",
            "“a”",
            "`a`",
            // Arrays.
            "[",
            "]",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[,]",
            "[1,,2]",
            "[1 2]",
            "[1;2]",
            "[1:2]",
            "[1}",
            "[\"a\":1]",
            "[\"a\"",
            "[[]",
            "[]]",
            "[a]",
            "[-]",
            "[1]]",
            "[...]",
            "(1)",
            "<1>",
            // Objects.
            "{",
            "}",
            "{]",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{,}",
            "{,\"a\":1}",
            "{\"a\"}",
            "{\"a\",1}",
            "{\"a\"=1}",
            "{\"a\"::1}",
            "{\"a\":}",
            "{:1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1;\"b\":2}",
            "{a:1}",
            "{'a':1}",
            "{1:1}",
            "{null:1}",
            "{true:1}",
            "{[]:1}",
            "{{}:1}",
            "{\"a\":1,,\"b\":2}",
            "{\"a\":1}}",
            "{\"a\" 1}",
            "{\"a\":1 2}",
            "{\"a\":'1'}",
            "{\"a\":/*c*/1}",
            "{\"a\"//\n:1}",
            "{#\n}",
            "{\"a\":1,//\n}",
            "")
        .map(
            value ->
                body(
                    "value " + value,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"x\":" + value + "}"))
        .toList();
  }

  /** Instead of the whole message. */
  private static List<Body> envelopes() {
    return Stream.of(
            "",
            " ",
            "\n\t\r ",
            "{",
            "}",
            "[",
            "]",
            "[]]",
            "[{}",
            "[{}}",
            "{]",
            "[}",
            "\"",
            "\"a",
            "'a'",
            "\"a\" b",
            "\"a\"\"b\"",
            "1 2",
            "1a",
            "1.",
            "-",
            "nul",
            "nulll",
            "null null",
            "true false",
            "abc",
            "NaN",
            "//",
            "/**/",
            "#",
            "<message/>",
            "jsonrpc=2.0",
            "[1,2",
            "[1 2]",
            "[1] 2",
            "[1]x",
            "[[[[",
            "{\"jsonrpc\":\"2.0\"",
            "{\"jsonrpc\"",
            "{\"\\",
            "[\"\\",
            "\f{}",
            "\u000b{}",
            "\u00a0{}",
            "\u2028{}",
            "\u2060{}",
            ",{}",
            "{},")
        .map(text -> body("message " + text, text))
        .toList();
  }

  private static List<Body> strings() {
    List<Body> bodies = new ArrayList<>();
    for (String escape :
        List.of(
            "\\a",
            "\\v",
            "\\e",
            "\\0",
            "\\x41",
            "\\'",
            "\\U0041",
            "\\u",
            "\\u1",
            "\\u12",
            "\\u123",
            "\\u123g",
            "\\u 123",
            "\\u+123",
            "\\u{41}",
            "\\uD83D\\u",
            "\\uD83D\\u12",
            "\\uD83D\\x",
            "\\ ",
            "\\é",
            "\\\n",
            "\\\t",
            "\\😀",
            "\\\\\\",
            "\\")) {
      bodies.add(body("escape " + escape, call("\"" + escape + "\"")));
      bodies.add(body("escape in a name " + escape, call("{\"" + escape + "\":1}")));
    }
    for (char control = 0; control < 0x20; control++) {
      bodies.add(body("control character " + (int) control, call("\"a" + control + "b\"")));
      bodies.add(
          body("control character in a name " + (int) control, call("{\"" + control + "\":1}")));
    }
    return bodies;
  }

  /** A valid message with something around it. */
  private static List<Body> around() {
    return Stream.concat(
            Stream.of(
                    "x",
                    "}",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "{}",
                    "[]",
                    "1",
                    "null",
                    "//c",
                    "/*c*/",
                    "#c",
                    ";",
                    "\u0000",
                    "\u001a",
                    "\u001e",
                    "\f",
                    "\u00a0",
                    "\u2028",
                    "\ufeff",
                    VALID,
                    "\n" + VALID)
                .map(after -> VALID + after),
            Stream.of(
                    "x", "{", "[", ",", ":", "\"", "//c\n", "/*c*/", "#c\n", ")]}',\n", "\u001e",
                    "\f", "\u00a0", "\ufeff", "data: ", "0")
                .map(before -> before + VALID))
        .map(text -> body("around: " + text.replace(VALID, "…"), text))
        .toList();
  }

  private static List<Body> encodings() {
    List<Body> bodies = new ArrayList<>();
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE")) {
      bodies.add(new Body(charset, VALID.getBytes(Charset.forName(charset))));
      bodies.add(
          new Body(charset + ", BOM", ("\ufeff" + VALID).getBytes(Charset.forName(charset))));
      bodies.add(new Body(charset + ", {}", "{}".getBytes(Charset.forName(charset))));
      bodies.add(new Body(charset + ", 1", "1".getBytes(Charset.forName(charset))));
    }
    bodies.add(new Body("ISO-8859-1", VALID.getBytes(ISO_8859_1)));
    bodies.add(new Body("UTF-8 BOM alone", "\ufeff".getBytes(UTF_8)));
    bodies.add(new Body("NUL alone", new byte[1]));
    bodies.add(new Body("four NULs", new byte[4]));
    for (String hex :
        List.of(
            "80",
            "BF",
            "8080",
            "C0AF",
            "C080",
            "C1BF",
            "C3",
            "C328",
            "E0809F",
            "E08080",
            "E0A0",
            "E28228",
            "E2",
            "EDA080",
            "EDAFBF",
            "EDB080",
            "EDBFBF",
            "EDA0BDEDB880",
            "F0808080",
            "F08FBFBF",
            "F09F98",
            "F09F",
            "F0",
            "F4908080",
            "F5808080",
            "F888808080",
            "FC8480808080",
            "FE",
            "FF",
            "FFFE",
            "C3A9A9",
            "E9")) {
      byte[] bad = HexFormat.of().parseHex(hex);
      bodies.add(new Body("bytes " + hex, around(CALL + "\"", bad, "\"}}")));
      bodies.add(new Body("bytes in a name " + hex, around(CALL + "{\"", bad, "\":1}}}")));
      bodies.add(new Body("bytes at the end " + hex, around(VALID, bad, "")));
    }
    return bodies;
  }

  private static List<Body> cutOff() {
    List<Body> bodies = new ArrayList<>();
    byte[] whole = VALID.getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      bodies.add(new Body("cut off after " + length, Arrays.copyOf(whole, length)));
    }
    return bodies;
  }

  private static String call(String argument) {
    return CALL + argument + "}}";
  }

  private static Body body(String why, String text) {
    return new Body(why, text.getBytes(UTF_8));
  }

  private static byte[] around(String before, byte[] middle, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(UTF_8));
    out.writeBytes(middle);
    out.writeBytes(after.getBytes(UTF_8));
    return out.toByteArray();
  }
}
