package io.mcpgateway.core.protocol;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of one object's members under simple case folding, so that U+017F and U+212A count as
 * {@code s} and {@code k}: readers that ignore case would take two such names for one.
 */
final class FoldedNames {
  /** Up to here comparing is cheaper than hashing; beyond, it would take quadratic time. */
  private static final int FEW = 16;

  private final Map<String, String> known;
  private String[] few = new String[8];
  private int size;
  private @Nullable Set<String> many;

  /**
   * @param known names that have a meaning, by their folded form
   */
  FoldedNames(Map<String, String> known) {
    this.known = known;
  }

  /** Whether {@code name} is neither a variant of a known name nor of one that was added before. */
  boolean add(String name) {
    String folded = fold(name);
    String exact = known.get(folded);
    return (exact == null || exact.equals(name)) && addFolded(folded);
  }

  private boolean addFolded(String folded) {
    if (many != null) {
      return many.add(folded);
    }
    for (int i = 0; i < size; i++) {
      if (few[i].equals(folded)) {
        return false;
      }
    }
    if (size == FEW) {
      many = new HashSet<>(Arrays.asList(few));
      return many.add(folded);
    }
    if (size == few.length) {
      few = Arrays.copyOf(few, FEW);
    }
    few[size++] = folded;
    return true;
  }

  private static String fold(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
        return foldEvery(name);
      }
    }
    return name;
  }

  private static String foldEvery(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
      i += Character.charCount(c);
    }
    return folded.toString();
  }
}
