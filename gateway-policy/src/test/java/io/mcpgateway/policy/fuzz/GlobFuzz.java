package io.mcpgateway.policy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.policy.model.Glob;
import java.util.ArrayList;
import java.util.List;

/** Globs match what a matcher matches that is too simple to be wrong, and prefixes agree. */
public final class GlobFuzz {
  private static final int STAR = -1;
  private static final int STAR_STAR = -2;

  private GlobFuzz() {}

  /** The first byte chooses names or URIs; a line break parts the pattern from the text. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0 || input.length > 200) {
      return;
    }
    boolean uri = (input[0] & 1) == 1;
    String rest = new String(input, 1, input.length - 1, UTF_8);
    int end = rest.indexOf('\n');
    if (end < 0) {
      return;
    }
    String pattern = rest.substring(0, end);
    String text = rest.substring(end + 1);
    Glob glob;
    try {
      glob = uri ? Glob.ofUri(pattern) : Glob.ofName(pattern);
    } catch (IllegalArgumentException refused) {
      return;
    }
    boolean expected = matches(tokens(pattern, uri), 0, text.codePoints().toArray(), 0);
    require(glob.matches(text) == expected, "matches", pattern, text);
    require(!glob.isExact() || glob.matches(text) == pattern.equals(text), "exact", pattern, text);
    require(!expected || text.startsWith(glob.prefix()), "prefix", pattern, text);
    require(!expected || text.endsWith(glob.suffix()), "suffix", pattern, text);
    int[] points = text.codePoints().toArray();
    for (int i = 0; i <= points.length; i++) {
      String prefix = new String(points, 0, i);
      require(!expected || glob.mayMatch(prefix), "mayMatch " + prefix, pattern, text);
      require(expected || !glob.matchesAll(prefix), "matchesAll " + prefix, pattern, text);
    }
  }

  private static List<Integer> tokens(String pattern, boolean uri) {
    List<Integer> tokens = new ArrayList<>();
    int[] points = pattern.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (points[i] != '*') {
        tokens.add(points[i]);
      } else if (!uri) {
        tokens.add(STAR_STAR);
      } else if (i + 1 < points.length && points[i + 1] == '*') {
        tokens.add(STAR_STAR);
        i++;
      } else {
        tokens.add(STAR);
      }
    }
    return tokens;
  }

  /** By trying everything, remembering nothing but a set of places for the sake of time. */
  private static boolean matches(List<Integer> tokens, int token, int[] text, int at) {
    boolean[][] reached = new boolean[tokens.size() + 1][text.length + 1];
    reached[token][at] = true;
    for (int t = 0; t < tokens.size(); t++) {
      for (int i = 0; i <= text.length; i++) {
        if (!reached[t][i]) {
          continue;
        }
        int want = tokens.get(t);
        if (want >= 0) {
          if (i < text.length && text[i] == want) {
            reached[t + 1][i + 1] = true;
          }
          continue;
        }
        reached[t + 1][i] = true;
        boolean within = i < text.length && "/?#".indexOf(text[i]) < 0;
        if (i < text.length && (want == STAR_STAR || within)) {
          reached[t][i + 1] = true;
        }
      }
    }
    return reached[tokens.size()][text.length];
  }

  private static void require(boolean holds, String what, String pattern, String text) {
    if (!holds) {
      throw new AssertionError(what + ": pattern <" + pattern + "> text <" + text + ">");
    }
  }
}
