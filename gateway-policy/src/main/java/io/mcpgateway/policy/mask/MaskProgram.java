package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.model.FieldPath;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.MaskAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The masks that apply to one kind of reply, put together once. Immutable. */
final class MaskProgram {
  private final List<Mask> masks;
  private final int cardRule;
  private final int emailRule;
  private final @Nullable FieldNode fields;
  private final Prefilter prefilter;

  MaskProgram(List<Mask> masks) {
    this.masks = List.copyOf(masks);
    this.cardRule = firstThatDetects(Kind.CARD);
    this.emailRule = firstThatDetects(Kind.EMAIL);
    List<FieldNode.Path> paths = new ArrayList<>();
    List<FieldPath> all = new ArrayList<>();
    for (int rule = 0; rule < this.masks.size(); rule++) {
      for (FieldPath field : this.masks.get(rule).fields()) {
        paths.add(new FieldNode.Path(field, rule));
        all.add(field);
      }
    }
    this.fields = paths.isEmpty() ? null : FieldNode.of(paths);
    this.prefilter = new Prefilter(cardRule >= 0, emailRule >= 0, all);
  }

  private int firstThatDetects(Kind kind) {
    for (int rule = 0; rule < masks.size(); rule++) {
      if (masks.get(rule).kinds().contains(kind)) {
        return rule;
      }
    }
    return -1;
  }

  boolean isEmpty() {
    return masks.isEmpty();
  }

  int size() {
    return masks.size();
  }

  String name(int rule) {
    return masks.get(rule).name();
  }

  MaskAction action(int rule) {
    return masks.get(rule).action();
  }

  /** The rule that masks card numbers, or −1. */
  int cardRule() {
    return cardRule;
  }

  /** The rule that masks e-mail addresses, or −1. */
  int emailRule() {
    return emailRule;
  }

  @Nullable FieldNode fields() {
    return fields;
  }

  boolean mayConcern(byte[] message) {
    return prefilter.mayConcern(message);
  }
}
