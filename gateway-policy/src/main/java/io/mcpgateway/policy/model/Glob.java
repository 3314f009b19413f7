package io.mcpgateway.policy.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A pattern for names or for resource URIs, compared code point by code point, case included.
 *
 * <p>In names {@code *} stands for any run of characters. In URIs {@code *} stands for any run
 * without {@code /}, {@code ?} and {@code #}, so that it stays inside one segment or host, and
 * {@code **} for any run at all. Nothing else is special. Matching takes time linear in the text
 * for a given pattern, whatever the text is.
 */
public final class Glob {
  private static final int MAX_LENGTH = 1024;

  /** Stand-ins for wildcards in {@link #tokens}; no code point is negative. */
  private static final int STAR = -1;

  private static final int STAR_STAR = -2;

  /** Behind the last token. */
  private static final int END = -3;

  private final String pattern;
  private final String literalPrefix;
  private final String literalSuffix;

  /** The wildcard if there is exactly one, otherwise 0. */
  private final int onlyWildcard;

  private final int[] tokens;

  private Glob(String pattern, int[] tokens) {
    this.pattern = pattern;
    this.tokens = tokens;
    int first = pattern.indexOf('*');
    this.literalPrefix = first < 0 ? pattern : pattern.substring(0, first);
    this.literalSuffix = pattern.substring(pattern.lastIndexOf('*') + 1);
    int[] wildcards = Arrays.stream(tokens).filter(token -> token < 0).toArray();
    this.onlyWildcard = wildcards.length == 1 ? wildcards[0] : 0;
  }

  /**
   * A pattern for the names of tools or prompts.
   *
   * @throws IllegalArgumentException with what was expected, if no name can match
   */
  public static Glob ofName(String pattern) {
    if (pattern.isEmpty() || pattern.length() > 256 || pattern.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("1 to 256 characters of a name, * for any run of them");
    }
    return new Glob(pattern, pattern.codePoints().map(c -> c == '*' ? STAR_STAR : c).toArray());
  }

  /**
   * A pattern for resource URIs.
   *
   * @throws IllegalArgumentException with what was expected, if no normalised URI can match
   */
  public static Glob ofUri(String pattern) {
    if (!pattern.equals("**")) {
      if (pattern.length() > MAX_LENGTH || pattern.contains("***")) {
        throw new IllegalArgumentException("a URI, * within a segment, ** for any run");
      }
      String normalized = ResourceUri.normalize(pattern);
      if (normalized == null) {
        throw new IllegalArgumentException("a URI pattern such as crm://accounts/**");
      }
      if (!normalized.equals(pattern)) {
        throw new IllegalArgumentException("a normalised URI pattern: " + normalized);
      }
    }
    int[] tokens = new int[pattern.length()];
    int size = 0;
    for (int i = 0; i < pattern.length(); ) {
      int c = pattern.codePointAt(i);
      i += Character.charCount(c);
      if (c == '*' && i < pattern.length() && pattern.charAt(i) == '*') {
        c = STAR_STAR;
        i++;
      } else if (c == '*') {
        c = STAR;
      }
      tokens[size++] = c;
    }
    return new Glob(pattern, Arrays.copyOf(tokens, size));
  }

  public String pattern() {
    return pattern;
  }

  /** What every text that it matches begins with; may be empty. */
  public String prefix() {
    return literalPrefix;
  }

  /** What every text that it matches ends with; may be empty. */
  public String suffix() {
    return literalSuffix;
  }

  /** Whether it matches one text only: itself. */
  public boolean isExact() {
    return literalPrefix.length() == pattern.length();
  }

  public boolean matches(String text) {
    if (!text.startsWith(literalPrefix)) {
      return false;
    }
    if (isExact()) {
      return text.length() == pattern.length();
    }
    if (text.length() < literalPrefix.length() + literalSuffix.length()
        || !text.endsWith(literalSuffix)) {
      return false;
    }
    if (onlyWildcard != 0) {
      return onlyWildcard == STAR_STAR || isWithinSegment(text);
    }
    return after(text)[tokens.length];
  }

  /** Whether it matches some text that begins with {@code prefix}. */
  public boolean mayMatch(String prefix) {
    boolean[] positions = after(prefix);
    for (boolean position : positions) {
      if (position) {
        return true;
      }
    }
    return false;
  }

  /** Whether it matches every text that begins with {@code prefix}. */
  public boolean matchesAll(String prefix) {
    return tokens[tokens.length - 1] == STAR_STAR && after(prefix)[tokens.length - 1];
  }

  /** Whether what stands for the only wildcard has none of the characters that end a segment. */
  private boolean isWithinSegment(String text) {
    for (int i = literalPrefix.length(); i < text.length() - literalSuffix.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it matches everything that {@code other} matches. Never says so wrongly; of patterns
   * that share what several wildcards stand for, it may miss it.
   */
  public boolean covers(Glob other) {
    boolean[] now = new boolean[tokens.length + 1];
    now[0] = true;
    skipWildcards(now);
    for (int token : other.tokens) {
      boolean[] next = new boolean[tokens.length + 1];
      for (int p = 0; p < tokens.length; p++) {
        if (now[p] && tokens[p] == token && token >= 0) {
          next[p + 1] = true;
        } else if (now[p] && absorbs(tokens[p], token)) {
          next[p] = true;
        }
      }
      skipWildcards(next);
      now = next;
    }
    return now[tokens.length];
  }

  /** Whether some text matches both. */
  public boolean overlaps(Glob other) {
    boolean[][] seen = new boolean[tokens.length + 1][other.tokens.length + 1];
    Deque<int[]> open = new ArrayDeque<>();
    visit(0, 0, seen, open);
    while (!open.isEmpty()) {
      int[] at = open.remove();
      int p = at[0];
      int q = at[1];
      int mine = p < tokens.length ? tokens[p] : END;
      int theirs = q < other.tokens.length ? other.tokens[q] : END;
      // A wildcard may stand for nothing.
      if (mine == STAR || mine == STAR_STAR) {
        visit(p + 1, q, seen, open);
      }
      if (theirs == STAR || theirs == STAR_STAR) {
        visit(p, q + 1, seen, open);
      }
      // Or for one more character of the other.
      if (mine >= 0 && mine == theirs) {
        visit(p + 1, q + 1, seen, open);
      } else if (theirs >= 0 && absorbs(mine, theirs)) {
        visit(p, q + 1, seen, open);
      } else if (mine >= 0 && absorbs(theirs, mine)) {
        visit(p + 1, q, seen, open);
      }
    }
    return seen[tokens.length][other.tokens.length];
  }

  private static void visit(int p, int q, boolean[][] seen, Deque<int[]> open) {
    if (!seen[p][q]) {
      seen[p][q] = true;
      open.add(new int[] {p, q});
    }
  }

  /** Whether a wildcard can stand for all that a character or another wildcard stands for. */
  private static boolean absorbs(int wildcard, int token) {
    return wildcard == STAR_STAR
        || (wildcard == STAR && token != STAR_STAR && token != '/' && token != '?' && token != '#');
  }

  /** At which positions of the pattern a match may stand after all of {@code text}. */
  private boolean[] after(String text) {
    boolean[] now = new boolean[tokens.length + 1];
    boolean[] next = new boolean[tokens.length + 1];
    now[0] = true;
    skipWildcards(now);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      Arrays.fill(next, false);
      for (int p = 0; p < tokens.length; p++) {
        if (!now[p]) {
          continue;
        }
        int token = tokens[p];
        if (token == STAR_STAR || (token == STAR && c != '/' && c != '?' && c != '#')) {
          next[p] = true;
        } else if (token == c) {
          next[p + 1] = true;
        }
      }
      skipWildcards(next);
      boolean[] free = now;
      now = next;
      next = free;
    }
    return now;
  }

  /** A wildcard may stand for nothing. */
  private void skipWildcards(boolean[] positions) {
    for (int p = 0; p < tokens.length; p++) {
      if (positions[p] && tokens[p] < 0) {
        positions[p + 1] = true;
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && Arrays.equals(tokens, glob.tokens);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens);
  }

  @Override
  public String toString() {
    return pattern;
  }
}
