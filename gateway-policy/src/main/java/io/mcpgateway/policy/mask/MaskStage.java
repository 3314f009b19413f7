package io.mcpgateway.policy.mask;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.model.ByRoles;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.ResourceUri;
import java.util.BitSet;
import java.util.List;

/**
 * Masks every message of a reply: results, errors, and what comes before them in a stream. A
 * message that would have to be masked but cannot be is withheld. Thread-safe.
 */
public final class MaskStage implements ReplyStage {
  private static final int DEFAULT_MAX_BYTES = 16 << 20;
  private static final Revision WITHHELD = new Revision.Blocked(new Refusal.Withheld("masks"));

  private final List<Mask> masks;
  private final int maxBytes;
  private final boolean selective;
  private final ByRoles<BitSet> covering;
  private final LoadingCache<BitSet, MaskProgram> programs;

  public MaskStage(PolicySpec policy) {
    this(policy, DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes the largest message that is masked; larger ones are withheld
   */
  public MaskStage(PolicySpec policy, int maxBytes) {
    this.masks = policy.masks();
    this.maxBytes = maxBytes;
    this.selective = masks.stream().anyMatch(mask -> !mask.appliesTo().isEmpty());
    this.covering = new ByRoles<>(policy, this::covering);
    this.programs =
        Caffeine.newBuilder().maximumSize(1_000).executor(Runnable::run).build(this::program);
  }

  private BitSet covering(java.util.Set<String> roles) {
    BitSet covering = new BitSet();
    for (int i = 0; i < masks.size(); i++) {
      covering.set(i, masks.get(i).scope().covers(roles));
    }
    return covering;
  }

  private MaskProgram program(BitSet chosen) {
    return new MaskProgram(chosen.stream().mapToObj(masks::get).toList());
  }

  @Override
  public boolean concerns(Exchange exchange) {
    return !masks.isEmpty() && !program(exchange).isEmpty();
  }

  private MaskProgram program(Exchange exchange) {
    BitSet chosen = covering.of(exchange.principal());
    if (selective) {
      BitSet here = (BitSet) chosen.clone();
      for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
        here.set(i, applies(masks.get(i), exchange.target()));
      }
      chosen = here;
    }
    return programs.get(chosen);
  }

  /** Where it is not known what a reply is about, every mask applies. */
  private static boolean applies(Mask mask, Target target) {
    McpMethod method = target.method();
    if (mask.appliesTo().isEmpty() || method == null) {
      return true;
    }
    return switch (method.kind()) {
      case USE -> appliesToUse(mask, target);
      case COMPLETE, SUBSCRIBE, TASK -> true;
      case LIST, PROTOCOL, NOTIFICATION -> false;
    };
  }

  private static boolean appliesToUse(Mask mask, Target target) {
    McpMethod.Primitive primitive = target.primitive();
    if (primitive == null) {
      return true;
    }
    String name =
        primitive == McpMethod.Primitive.RESOURCE
            ? ResourceUri.normalize(target.name())
            : target.name();
    if (name == null) {
      return true;
    }
    for (Glob glob : mask.appliesTo().of(primitive)) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Revision apply(Exchange exchange, JsonRpcMessage message) {
    byte[] bytes = message.bytes();
    if (bytes.length > maxBytes) {
      return WITHHELD;
    }
    MaskProgram program = program(exchange);
    if (!program.mayConcern(bytes)) {
      return Revision.UNCHANGED;
    }
    Masking masking = new Masking(program);
    try {
      List<Edit> edits = masking.mask(bytes);
      return edits.isEmpty()
          ? Revision.UNCHANGED
          : new Revision.Changed(MessageScanner.scan(Edit.apply(edits, bytes)), masking.counts());
    } catch (UnmaskableException | MalformedMessageException withheld) {
      return WITHHELD;
    }
  }
}
