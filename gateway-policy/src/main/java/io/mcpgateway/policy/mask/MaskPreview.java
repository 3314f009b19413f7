package io.mcpgateway.policy.mask;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.model.PolicySpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the masks of a policy make of a text, of JSON or of a whole message, without sending it: for
 * whoever writes policies. Shows what was found, so it is for their eyes only, never for logs.
 */
public final class MaskPreview {
  private MaskPreview() {}

  /**
   * Something that was found.
   *
   * @param mask the name of the mask
   * @param what the kind of value, the name of a detector of the policy's, or {@code field}
   * @param value as it stands in the text
   * @param replacement what takes its place; null if it is only observed, or dropped
   */
  public record Finding(String mask, String what, String value, @Nullable String replacement) {}

  /**
   * What came of it.
   *
   * @param output what would go on; null if nothing would
   * @param withheld why nothing would go on; null if something would
   * @param counts how often each mask applied, by name
   * @param observed the masks that are only observed and found something
   */
  public record Result(
      @Nullable String output,
      @Nullable String withheld,
      List<Finding> findings,
      Map<String, Integer> counts,
      Set<String> observed) {
    public Result {
      findings = List.copyOf(findings);
      counts = Map.copyOf(counts);
      observed = Set.copyOf(observed);
    }
  }

  /**
   * Masks {@code input} as the reply to an exchange.
   *
   * @param exchange who gets it, on which route, and what it answers
   * @param input in UTF-8: a message of JSON-RPC, other JSON, or a text
   */
  public static Result ofReply(
      PolicySpec policy, Exchange exchange, byte[] input, MaskedTools tools) {
    return of(policy, exchange, input, tools, MaskDirection.RESULTS);
  }

  /** Masks {@code input} as what the client of an exchange sends. */
  public static Result ofArguments(
      PolicySpec policy, Exchange exchange, byte[] input, MaskedTools tools) {
    return of(policy, exchange, input, tools, MaskDirection.ARGUMENTS);
  }

  private static Result of(
      PolicySpec policy,
      Exchange exchange,
      byte[] input,
      MaskedTools tools,
      MaskDirection direction) {
    MaskPrograms programs = new MaskPrograms(policy, direction, tools.clock());
    Masking.Scope scope =
        new Masking.Scope(
            programs.of(exchange),
            programs,
            tools.pseudonyms(exchange),
            direction == MaskDirection.RESULTS ? tools.output(exchange) : tools.input(exchange),
            policy.onUnmaskable(),
            direction);
    Masking masking = new Masking(scope, new NameCache(), true);
    String withheld;
    try {
      List<Edit> edits = isMessage(input) ? masking.mask(input) : masking.text(input, "");
      return new Result(
          new String(Edit.apply(edits, input), StandardCharsets.UTF_8),
          null,
          masking.findings(),
          masking.counts(),
          masking.observed());
    } catch (BlockedValueException blocked) {
      withheld = "the mask " + blocked.mask() + " blocks what it holds";
    } catch (UnmaskableException unreadable) {
      withheld = "it cannot be looked into: " + unreadable.problem();
    }
    return new Result(null, withheld, masking.findings(), masking.counts(), masking.observed());
  }

  private static boolean isMessage(byte[] input) {
    try {
      MessageScanner.scan(input);
      return true;
    } catch (MalformedMessageException other) {
      return false;
    }
  }
}
