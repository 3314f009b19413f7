package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text with slots: {@code {card}} or {@code {card:bare}} for a value of a kind and its layout,
 * {@code {name}} for what is none. What stands in braces and is no slot is text.
 *
 * @param members names that the value may have, of which each sample has one
 * @param others what a value of a kind may be taken for here
 */
record Template(
    String name, List<String> members, Map<Kind, List<Kind>> others, List<Piece> pieces) {
  /** A piece of a template. */
  sealed interface Piece {
    record Text(String text) implements Piece {}

    record Filler(String word) implements Piece {}

    record Value(Kind kind, String layout) implements Piece {}
  }

  private static final Map<String, Kind> KINDS = new HashMap<>();

  static {
    for (Kind kind : Kind.values()) {
      KINDS.put(kind.word(), kind);
    }
  }

  Template {
    members = List.copyOf(members);
    others = Map.copyOf(others);
    pieces = List.copyOf(pieces);
  }

  static Kind kind(String word) {
    Kind kind = KINDS.get(word);
    if (kind == null) {
      throw new IllegalArgumentException("kind: " + word);
    }
    return kind;
  }

  static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
      int close = open + 1;
      while (close < text.length() && isOfSlot(text.charAt(close))) {
        close++;
      }
      if (close == open + 1 || close >= text.length() || text.charAt(close) != '}') {
        continue;
      }
      if (open > from) {
        pieces.add(new Piece.Text(text.substring(from, open)));
      }
      pieces.add(slot(text.substring(open + 1, close)));
      from = close + 1;
    }
    if (from < text.length()) {
      pieces.add(new Piece.Text(text.substring(from)));
    }
    return pieces;
  }

  private static boolean isOfSlot(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
  }

  private static Piece slot(String slot) {
    int colon = slot.indexOf(':');
    String word = colon < 0 ? slot : slot.substring(0, colon);
    Kind kind = KINDS.get(word);
    return kind == null
        ? new Piece.Filler(slot)
        : new Piece.Value(kind, colon < 0 ? "" : slot.substring(colon + 1));
  }

  Sample sample(Dice dice) {
    StringBuilder text = new StringBuilder();
    List<Label> labels = new ArrayList<>();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text(var plain) -> text.append(plain);
        case Piece.Filler(var word) -> text.append(Fillers.written(word, dice));
        case Piece.Value(var kind, var layout) -> {
          int start = text.length();
          text.append(Values.written(kind, dice, layout));
          Label label = Label.of(kind, start, text.length());
          for (Kind other : others.getOrDefault(kind, List.of())) {
            label = label.or(other);
          }
          labels.add(label);
        }
      }
    }
    return new Sample(name, members.isEmpty() ? "" : dice.pick(members), text.toString(), labels);
  }
}
