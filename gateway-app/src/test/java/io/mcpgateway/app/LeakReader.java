package io.mcpgateway.app;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text as somebody does who looks for values in it: undoes escapes, percent-encoding,
 * character references and base64, in whatever order, and does not mind how digits are written or
 * what stands between them.
 */
final class LeakReader {
  private static final int MAX_READINGS = 64;
  private static final int CONTEXT = 60;
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\([ux]\\{[0-9a-fA-F]+}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\"\\\\/bfnrt])");
  private static final Pattern PERCENT = Pattern.compile("(?:%[0-9a-fA-F]{2})+");
  private static final Pattern REFERENCE =
      Pattern.compile("&(#[0-9]+|#[xX][0-9a-fA-F]+|[a-z]+(?=;));?");
  private static final Pattern BASE64 =
      Pattern.compile("[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]+)*");
  private static final Pattern PIECE = Pattern.compile("(?<=[/_-])(?=[A-Za-z0-9])");
  private static final Pattern TAG = Pattern.compile("</?[a-z]+>");
  private static final Map<String, String> NAMED =
      Map.of("commat", "@", "period", ".", "hyphen", "-", "colon", ":", "amp", "&", "quot", "\"");

  private final Set<String> readings = new LinkedHashSet<>();

  LeakReader(String text) {
    Deque<String> open = new ArrayDeque<>();
    open.add(text);
    Set<String> seen = new LinkedHashSet<>();
    while (!open.isEmpty() && seen.size() < MAX_READINGS) {
      String next = open.poll();
      if (seen.add(next)) {
        readings.add(plain(next));
        open.add(ESCAPE.matcher(next).replaceAll(LeakReader::unescaped));
        open.add(PERCENT.matcher(next).replaceAll(LeakReader::byPercent));
        open.add(TAG.matcher(next).replaceAll(""));
        open.add(REFERENCE.matcher(next).replaceAll(LeakReader::referred));
        String decoded = decoded(next);
        if (!decoded.isEmpty()) {
          open.add(decoded);
        }
      }
    }
  }

  /** Whether a part of what nobody may see can be seen. */
  boolean sees(Canary canary, int length) {
    return canary.secrets().stream().anyMatch(secret -> sees(secret, length));
  }

  /** What stands around what nobody may see, in each reading where all of it can be seen. */
  List<String> where(Canary canary) {
    List<String> found = new ArrayList<>();
    for (String secret : canary.secrets()) {
      String wanted = plain(secret);
      for (String reading : readings) {
        int at = reading.indexOf(wanted);
        if (at >= 0) {
          int end = Math.min(reading.length(), at + wanted.length() + CONTEXT);
          found.add(reading.substring(Math.max(0, at - CONTEXT), end));
        }
      }
    }
    return found;
  }

  /** Whether {@code length} characters of a text can be seen that follow one another in it. */
  boolean sees(String secret, int length) {
    String wanted = plain(secret);
    int window = Math.min(length, wanted.length());
    for (int i = 0; i + window <= wanted.length(); i++) {
      String part = wanted.substring(i, i + window);
      if (readings.stream().anyMatch(reading -> reading.contains(part))) {
        return true;
      }
    }
    return false;
  }

  /** Digits as ASCII, letters as lower case, and nothing between them that only separates. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .codePoints()
        .forEach(
            c -> {
              int digit = Character.digit(c, 10);
              if (digit >= 0) {
                plain.append(digit);
              } else if (" .-()/_:+\u00AD\r\n".indexOf(c) < 0
                  && Character.getType(c) != Character.FORMAT
                  && Character.getType(c) != Character.NON_SPACING_MARK) {
                plain.appendCodePoint(Character.toLowerCase(c));
              }
            });
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static String unescaped(MatchResult escape) {
    String what = escape.group(1);
    return quoted(
        switch (what.charAt(0)) {
          case 'u', 'x' ->
              Character.toString(
                  Integer.parseInt(what.substring(1).replace("{", "").replace("}", ""), 16));
          case 'n', 'r', 't', 'b', 'f' -> "\n";
          default -> what;
        });
  }

  private static String byPercent(MatchResult match) {
    byte[] bytes = HexFormat.of().parseHex(match.group().replace("%", ""));
    return quoted(new String(bytes, StandardCharsets.UTF_8));
  }

  private static String referred(MatchResult match) {
    String what = match.group(1);
    if (what.startsWith("#x") || what.startsWith("#X")) {
      return quoted(Character.toString(Integer.parseInt(what.substring(2), 16)));
    }
    return quoted(
        what.startsWith("#")
            ? Character.toString(Integer.parseInt(what.substring(1)))
            : NAMED.getOrDefault(what, match.group()));
  }

  private static String quoted(String replacement) {
    return replacement.replace("\\", "\\\\").replace("$", "\\$");
  }

  private static String decoded(String text) {
    StringBuilder decoded = new StringBuilder();
    BASE64
        .matcher(text)
        .results()
        .forEach(
            run -> {
              String letters = run.group().replace("\r", "").replace("\n", "");
              for (String rest = letters; !rest.isEmpty(); ) {
                byte[] bytes = base64(rest);
                for (Charset charset : CHARSETS) {
                  decoded.append(new String(bytes, charset)).append('\n');
                }
                Matcher next = PIECE.matcher(rest);
                rest = next.find() ? rest.substring(next.start()) : "";
              }
            });
    return decoded.toString();
  }

  private static byte[] base64(String run) {
    String letters = run.replace('-', '+').replace('_', '/');
    int length = letters.length() % 4 == 1 ? letters.length() - 1 : letters.length();
    return Base64.getDecoder().decode(letters.substring(0, length));
  }
}
