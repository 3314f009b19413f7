package io.mcpgateway.policy.mask;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.model.ByRoles;
import io.mcpgateway.policy.model.CallerFacts;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.ResourceUri;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which masks of a policy apply to which messages, put together once for each choice of them.
 * Thread-safe.
 */
final class MaskPrograms implements Masking.Narrower {
  private static final int MAX_PROGRAMS = 1_000;

  private final PolicySpec policy;
  private final List<Mask> masks;
  private final MaskDirection direction;
  private final InstantSource clock;
  private final boolean selective;
  private final boolean conditional;
  private final ByRoles<Covered> covering;
  private final LoadingCache<BitSet, MaskProgram> programs;

  /**
   * The masks that cover callers with some roles.
   *
   * @param program of all of them
   */
  private record Covered(Set<String> roles, BitSet masks, MaskProgram program) {}

  MaskPrograms(PolicySpec policy, MaskDirection direction, InstantSource clock) {
    this.policy = policy;
    this.masks = policy.masks();
    this.direction = direction;
    this.clock = clock;
    List<Mask> concerned = masks.stream().filter(direction::looksAt).toList();
    this.conditional = concerned.stream().anyMatch(mask -> mask.when() != null);
    this.selective =
        concerned.stream()
            .anyMatch(mask -> !mask.appliesTo().isEmpty() || !mask.upstreams().isEmpty());
    this.covering = new ByRoles<>(policy, clock, this::covered);
    this.programs =
        Caffeine.newBuilder()
            .maximumSize(MAX_PROGRAMS)
            .executor(Runnable::run)
            .build(this::program);
  }

  private Covered covered(Set<String> roles) {
    BitSet covered = new BitSet();
    for (int i = 0; i < masks.size(); i++) {
      Mask mask = masks.get(i);
      covered.set(i, direction.looksAt(mask) && mask.scope().covers(roles));
    }
    return new Covered(roles, covered, programs.get(covered));
  }

  private MaskProgram program(BitSet chosen) {
    return new MaskProgram(
        chosen, chosen.stream().mapToObj(masks::get).toList(), policy.detectors(), direction);
  }

  /** Whether no mask looks at any message that goes this way. */
  boolean isEmpty() {
    return masks.stream().noneMatch(direction::looksAt);
  }

  /** What applies to the messages of an exchange that go this way. */
  MaskProgram of(Exchange exchange) {
    if (!selective && !conditional) {
      return covering.of(exchange.principal()).program;
    }
    // Roles and masks go by the same time.
    Instant now = clock.instant();
    Covered covered = covering.of(exchange.principal(), now);
    BitSet here = (BitSet) covered.masks.clone();
    for (int i = here.nextSetBit(0); i >= 0; i = here.nextSetBit(i + 1)) {
      Mask mask = masks.get(i);
      here.set(
          i,
          matches(mask.upstreams(), exchange.route().upstream(), true)
              && applies(mask, exchange.target())
              && concerns(mask, exchange.principal(), covered.roles, now));
    }
    return programs.get(here);
  }

  /**
   * What the messages of an exchange that go this way are masked by.
   *
   * @param program as {@link #of} says
   */
  Masking.Scope scope(Exchange exchange, MaskProgram program, MaskedTools tools) {
    return new Masking.Scope(
        program,
        this,
        tools.pseudonyms(exchange),
        direction == MaskDirection.RESULTS ? tools.output(exchange) : tools.input(exchange),
        policy.onUnmaskable(),
        direction);
  }

  private static boolean concerns(Mask mask, Principal principal, Set<String> roles, Instant now) {
    return mask.when() == null || mask.concerns(new CallerFacts(principal, roles, now));
  }

  /** Where it is not known what a message is about, every mask applies. */
  private static boolean applies(Mask mask, Target target) {
    McpMethod method = target.method();
    if (mask.appliesTo().isEmpty() || method == null) {
      return true;
    }
    return switch (method.kind()) {
      case USE -> target.primitive() == null || names(mask, target.primitive(), target.name());
      case LIST -> isListed(mask, listed(method));
      case COMPLETE, SUBSCRIBE, TASK -> true;
      case PROTOCOL, NOTIFICATION -> false;
    };
  }

  private static boolean isListed(Mask mask, @Nullable Primitive primitive) {
    return primitive == null || !mask.appliesTo().of(primitive).isEmpty();
  }

  private static @Nullable Primitive listed(McpMethod method) {
    return switch (method) {
      case TOOLS_LIST -> Primitive.TOOL;
      case PROMPTS_LIST -> Primitive.PROMPT;
      case RESOURCES_LIST, RESOURCE_TEMPLATES_LIST -> Primitive.RESOURCE;
      default -> null;
    };
  }

  private static boolean names(Mask mask, Primitive primitive, @Nullable String said) {
    String name =
        primitive == Primitive.RESOURCE && said != null ? ResourceUri.normalize(said) : said;
    return name == null || matches(mask.appliesTo().of(primitive), name, false);
  }

  private static boolean matches(List<Glob> globs, String name, boolean ifEmpty) {
    for (Glob glob : globs) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return ifEmpty && globs.isEmpty();
  }

  @Override
  public MaskProgram ofType(MaskProgram program, String mimeType) {
    return programs.get(program.ofType(mimeType));
  }

  @Override
  public MaskProgram ofEntry(MaskProgram program, String member, String name) {
    Primitive primitive =
        switch (member) {
          case "tools" -> Primitive.TOOL;
          case "prompts" -> Primitive.PROMPT;
          default -> Primitive.RESOURCE;
        };
    BitSet here = (BitSet) program.chosen().clone();
    for (int i = here.nextSetBit(0); i >= 0; i = here.nextSetBit(i + 1)) {
      Mask mask = masks.get(i);
      // A template stands for many resources, so all that may concern one of them applies.
      boolean known = !member.equals("resourceTemplates") && !name.isEmpty();
      here.set(i, mask.appliesTo().isEmpty() || !known || names(mask, primitive, name));
    }
    return programs.get(here);
  }
}
