package io.mcpgateway.policy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Texts in which what is to be found stands between {@code «} and {@code »}. */
final class Marked {
  private Marked() {}

  /** The text without its marks. */
  static String plain(String marked) {
    return marked.replace("«", "").replace("»", "");
  }

  /** {@code text} with marks around what is found. */
  static String find(Kind kind, String text) {
    return find(kind, "", text);
  }

  static String find(Kind kind, String name, String text) {
    return find(new Detection(List.of(kind), List.of()), name, text);
  }

  static String find(CustomDetector custom, String text) {
    return find(new Detection(List.of(), List.of(custom)), "", text);
  }

  private static String find(Detection detection, String name, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Matches matches = detection.pass().find(new Reading(bytes, 0, bytes.length, name));
    StringBuilder marked = new StringBuilder();
    int done = 0;
    for (int i = 0; i < matches.size(); i++) {
      int start = matches.start(i);
      int end = matches.end(i);
      marked.append(new String(bytes, done, start - done, UTF_8));
      marked.append('«').append(new String(bytes, start, end - start, UTF_8)).append('»');
      done = end;
    }
    return marked.append(new String(bytes, done, bytes.length - done, UTF_8)).toString();
  }
}
