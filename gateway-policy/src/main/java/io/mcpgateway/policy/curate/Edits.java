package io.mcpgateway.policy.curate;

import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Edits of one JSON text, collected in any order. Whatever is not edited stays byte for byte. Used
 * by one thread.
 */
final class Edits {
  private record Edit(Span span, String json) {}

  private final List<Edit> edits = new ArrayList<>();

  boolean isEmpty() {
    return edits.isEmpty();
  }

  void replace(Span span, String json) {
    edits.add(new Edit(span, json));
  }

  /** Edits at one place stand there in the order in which they are made. */
  void insert(int at, String json) {
    edits.add(new Edit(new Span(at, at), json));
  }

  /** Adds a member in front of all others of the object at {@code object}. */
  void addMember(byte[] bytes, Span object, String name, String json) {
    boolean alone = bytes[firstByte(bytes, object.start() + 1)] == '}';
    insert(object.start() + 1, Members.member(name, json) + (alone ? "" : ","));
  }

  /**
   * Takes members out of an object or elements out of an array, with the commas that they need.
   *
   * @param values where all its values stand
   * @return how many are taken out
   */
  int remove(byte[] bytes, Span container, List<Span> values, IntPredicate removed) {
    int count = 0;
    int keptEnd = container.start() + 1;
    int previousEnd = keptEnd;
    boolean kept = false;
    for (int i = 0; i < values.size(); i++) {
      int end = values.get(i).end();
      if (removed.test(i)) {
        count++;
      } else {
        if (keptEnd < previousEnd) {
          // Up to the comma that parts it from what stays; what was first has none before it.
          int comma = firstByte(bytes, previousEnd);
          replace(new Span(keptEnd, kept ? comma : comma + 1), "");
        }
        kept = true;
        keptEnd = end;
      }
      previousEnd = end;
    }
    if (keptEnd < previousEnd) {
      replace(new Span(keptEnd, previousEnd), "");
    }
    return count;
  }

  private static int firstByte(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n') {
      at++;
    }
    return at;
  }

  byte[] applyTo(byte[] bytes) {
    edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
    Splices splices = new Splices();
    edits.forEach(
        edit -> splices.replace(edit.span(), edit.json().getBytes(StandardCharsets.UTF_8)));
    return splices.applyTo(bytes);
  }
}
