package io.mcpgateway.policy.mask;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Unmaskable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Masks every message of a reply: results, errors, and what comes before them in a stream. What
 * holds something that a mask blocks is withheld, and so is what cannot be looked into, unless the
 * policy says otherwise. Thread-safe.
 */
public final class MaskStage implements ReplyStage {
  private static final int DEFAULT_MAX_BYTES = 16 << 20;
  private static final String RULE = "masks";
  private static final byte[] PRIVATE = "\"private\"".getBytes(StandardCharsets.US_ASCII);

  private final PolicySpec policy;
  private final MaskPrograms programs;
  private final MaskedTools tools;
  private final int maxBytes;

  public MaskStage(PolicySpec policy, MaskedTools tools) {
    this(policy, tools, DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes the largest message that is looked into
   */
  public MaskStage(PolicySpec policy, MaskedTools tools, int maxBytes) {
    this.policy = policy;
    this.programs = new MaskPrograms(policy, MaskDirection.RESULTS, tools.clock());
    this.tools = tools;
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean concerns(Exchange exchange) {
    return !programs.isEmpty() && !programs.of(exchange).isEmpty();
  }

  @Override
  public Revision apply(Exchange exchange, JsonRpcMessage message) {
    MaskProgram program = programs.of(exchange);
    if (program.isEmpty()) {
      return Revision.UNCHANGED;
    }
    byte[] bytes = message.bytes();
    if (bytes.length > maxBytes) {
      return tooLarge(exchange, message);
    }
    Masking.Scope scope = programs.scope(exchange, program, tools);
    Masking masking = new Masking(scope, Workspace.of(bytes.length));
    List<Edit> edits;
    try {
      edits = masking.mask(bytes);
    } catch (BlockedValueException blocked) {
      return withheld(blocked.mask(), "it holds what policy blocks", masking.observed());
    } catch (UnmaskableException unreadable) {
      return withheld(
          RULE, "it cannot be looked into: " + unreadable.problem(), masking.observed());
    }
    if (edits.isEmpty()) {
      return unchanged(masking);
    }
    edits = madePrivate(edits, masking.cacheScope());
    try {
      JsonRpcMessage masked = masked(message, masking, edits);
      String misfit = masking.isStructureChanged() ? tools.misfit(exchange, message, masked) : null;
      return misfit == null
          ? new Revision.Changed(masked, masking.counts(), observations(masking.observed()))
          : withheld(
              RULE,
              "masked, it does not satisfy the tool's outputSchema: "
                  + Objects.requireNonNullElse(said(misfit, "", scope), "somewhere"),
              masking.observed());
    } catch (MalformedMessageException cannotBe) {
      return withheld(RULE, "it cannot be masked", masking.observed());
    }
  }

  /**
   * A problem that may quote what the upstream says of a tool, as masks leave it; null if none may.
   */
  @Nullable String said(Exchange exchange, String problem) {
    MaskProgram program = programs.of(exchange);
    return program.isEmpty()
        ? problem
        : said(problem, name(problem), programs.scope(exchange, program, tools));
  }

  /** What the last part of the pointer says that is quoted behind it, as in "/a/ssn is wrong". */
  private static String name(String problem) {
    int end = problem.indexOf(" is ");
    int start = problem.lastIndexOf('/', end) + 1;
    return end < 0 || start == 0 || problem.indexOf('"', end) < 0
        ? ""
        : problem.substring(start, end).toLowerCase(Locale.ROOT);
  }

  /** A text of our own that may quote the upstream, as it may be said; null if it may not. */
  private static @Nullable String said(String text, String name, Masking.Scope scope) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      List<Edit> edits = new Masking(scope, Workspace.of(bytes.length)).text(bytes, name);
      return new String(Edit.apply(edits, bytes), StandardCharsets.UTF_8);
    } catch (BlockedValueException | UnmaskableException unspeakable) {
      return null;
    }
  }

  private static Revision unchanged(Masking masking) {
    if (!masking.counts().isEmpty()) {
      // It passed although nobody could look into all of it.
      return new Revision.Observed(observations(masking.observed()), masking.counts());
    }
    return masking.observed().isEmpty()
        ? Revision.UNCHANGED
        : new Revision.Observed(observations(masking.observed()));
  }

  private static Revision withheld(String rule, String problem, Set<String> observed) {
    return new Revision.Blocked(new Refusal.Withheld(rule, problem), observations(observed));
  }

  static List<Observation> observations(Set<String> masks) {
    return masks.isEmpty()
        ? List.of()
        : masks.stream()
            .map(mask -> new Observation("mask:" + mask, Observation.Effect.MASK))
            .toList();
  }

  /**
   * The message with everything replaced. Read again only if names may have become the same: that
   * values are JSON still is the engine's to know.
   */
  static JsonRpcMessage masked(JsonRpcMessage message, Masking masking, List<Edit> edits)
      throws MalformedMessageException {
    Splices splices = Edit.splices(edits);
    return masking.areMembersChanged()
        ? MessageScanner.scan(splices.applyTo(message.bytes()))
        : MessageScanner.spliced(message, splices);
  }

  /** What was masked for one caller must not be shown to another (MCP 2026-07-28, caching). */
  private static List<Edit> madePrivate(List<Edit> edits, @Nullable Span cacheScope) {
    return cacheScope == null
        ? edits
        : Edit.merged(
            edits, List.of(new Edit(cacheScope.start(), cacheScope.end(), PRIVATE)), PRIVATE);
  }

  private Revision tooLarge(Exchange exchange, JsonRpcMessage message) {
    if (policy.onUnmaskable() == Unmaskable.PASS) {
      return new Revision.Observed(List.of(), Map.of(Tally.PASSED, 1));
    }
    JsonRpcMessage redacted =
        policy.onUnmaskable() == Unmaskable.REDACT_ALL ? redacted(exchange, message) : null;
    return redacted == null
        ? withheld(RULE, "it cannot be looked into: larger than " + maxBytes + " bytes", Set.of())
        : new Revision.Changed(redacted, Map.of(Tally.REDACTED, 1));
  }

  private static @Nullable JsonRpcMessage redacted(Exchange exchange, JsonRpcMessage message) {
    try {
      byte[] json = RedactedMessage.of(exchange, message);
      return json == null ? null : MessageScanner.scan(json);
    } catch (MalformedMessageException cannotBe) {
      return null;
    }
  }
}
