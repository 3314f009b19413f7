package io.mcpgateway.policy.access;

import io.mcpgateway.policy.model.Glob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many patterns match a text: full names in one look-up, globs along the letters
 * that they begin or end with. Takes time by the length of the text and by how many globs may match
 * it, not by how many there are. Immutable.
 *
 * @param <T> what stands behind a pattern
 */
final class PatternIndex<T> {
  private final Map<String, T> exact = new HashMap<>();

  /** The same, in order, for those that begin alike. */
  private final NavigableMap<String, T> sorted = new TreeMap<>();

  private final List<Entry<T>> globs = new ArrayList<>();
  private final Node<T> prefixes;
  private final Node<T> suffixes;

  private record Entry<T>(Glob glob, T value) {}

  /** Gets what stands behind each pattern that matches. */
  interface Visitor<T> {
    void found(T value);
  }

  /** Gets what stands behind each pattern that may match a text that begins with a prefix. */
  interface PrefixVisitor<T> {
    /**
     * @param all whether every such text matches
     */
    void found(T value, boolean all);
  }

  PatternIndex(Map<Glob, T> patterns) {
    Growing<T> byPrefix = new Growing<>();
    Growing<T> bySuffix = new Growing<>();
    patterns.forEach(
        (glob, value) -> {
          if (glob.isExact()) {
            exact.put(glob.pattern(), value);
            sorted.put(glob.pattern(), value);
            return;
          }
          Entry<T> entry = new Entry<>(glob, value);
          globs.add(entry);
          if (glob.prefix().length() >= glob.suffix().length()) {
            byPrefix.at(glob.prefix()).add(entry);
          } else {
            bySuffix.at(new StringBuilder(glob.suffix()).reverse().toString()).add(entry);
          }
        });
    prefixes = byPrefix.grown();
    suffixes = bySuffix.grown();
  }

  boolean isEmpty() {
    return exact.isEmpty() && globs.isEmpty();
  }

  void visit(String text, Visitor<T> visitor) {
    T named = exact.get(text);
    if (named != null) {
      visitor.found(named);
    }
    if (globs.isEmpty()) {
      return;
    }
    Node<T> node = prefixes;
    for (int i = 0; node != null; i++) {
      node.visit(text, visitor);
      node = i < text.length() ? node.child(text.charAt(i)) : null;
    }
    node = suffixes;
    for (int i = text.length() - 1; node != null; i--) {
      node.visit(text, visitor);
      node = i >= 0 ? node.child(text.charAt(i)) : null;
    }
  }

  void visitPrefix(String prefix, PrefixVisitor<T> visitor) {
    for (Map.Entry<String, T> each : sorted.tailMap(prefix, true).entrySet()) {
      if (!each.getKey().startsWith(prefix)) {
        break;
      }
      visitor.found(each.getValue(), false);
    }
    for (Entry<T> each : globs) {
      Glob glob = each.glob();
      if ((glob.prefix().startsWith(prefix) || prefix.startsWith(glob.prefix()))
          && glob.mayMatch(prefix)) {
        visitor.found(each.value(), glob.matchesAll(prefix));
      }
    }
  }

  /** A place in a tree of letters. */
  private static final class Node<T> {
    private final char[] letters;
    private final List<Node<T>> children;
    private final List<Entry<T>> here;

    Node(char[] letters, List<Node<T>> children, List<Entry<T>> here) {
      this.letters = letters;
      this.children = children;
      this.here = here;
    }

    @Nullable Node<T> child(char letter) {
      int at = Arrays.binarySearch(letters, letter);
      return at < 0 ? null : children.get(at);
    }

    void visit(String text, Visitor<T> visitor) {
      for (int i = 0; i < here.size(); i++) {
        if (here.get(i).glob().matches(text)) {
          visitor.found(here.get(i).value());
        }
      }
    }
  }

  /** A tree that is being made. */
  private static final class Growing<T> {
    private final NavigableMap<Character, Growing<T>> children = new TreeMap<>();
    private final List<Entry<T>> here = new ArrayList<>();

    List<Entry<T>> at(String path) {
      Growing<T> node = this;
      for (int i = 0; i < path.length(); i++) {
        node = node.children.computeIfAbsent(path.charAt(i), _ -> new Growing<>());
      }
      return node.here;
    }

    Node<T> grown() {
      char[] letters = new char[children.size()];
      List<Node<T>> nodes = new ArrayList<>(letters.length);
      children.forEach(
          (letter, child) -> {
            letters[nodes.size()] = letter;
            nodes.add(child.grown());
          });
      return new Node<>(letters, List.copyOf(nodes), List.copyOf(here));
    }
  }
}
