package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.model.PolicySpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the masks of a policy make of a text, of JSON or of a whole message, without sending it: for
 * whoever writes policies. Shows what was found, so it is for their eyes only, never for logs.
 */
public final class MaskPreview {
  private static final String UNREADABLE = "it cannot be looked into: ";
  private static final String MISFIT = "masked, it does not satisfy the tool's outputSchema: ";

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
    MaskProgram program = programs.of(exchange);
    if (program.isEmpty()) {
      return passed(input, Map.of());
    }
    Masking masking = new Masking(programs.scope(exchange, program, tools), new Workspace(), true);
    JsonRpcMessage message = message(input);
    try {
      if (message == null) {
        byte[] output = Edit.apply(masking.text(input, ""), input);
        String misfit =
            direction == MaskDirection.RESULTS ? misfit(tools, exchange, input, output) : null;
        return misfit == null ? left(masking, output) : withheld(masking, MISFIT + misfit);
      }
      masking.mask(input);
    } catch (BlockedValueException blocked) {
      return withheld(masking, "the mask " + blocked.mask() + " blocks what it holds");
    } catch (UnmaskableException unreadable) {
      return message == null
          ? unmaskable(policy, masking, input, unreadable)
          : withheld(masking, UNREADABLE + unreadable.problem());
    }
    // What was found is known; what goes on is for the stage to say that would send it.
    return direction == MaskDirection.RESULTS
        ? reply(new MaskStage(policy, tools).apply(exchange, message), masking, input)
        : sent(
            new ArgumentMaskStage(policy, tools)
                .apply(exchange.with(new Operation.Send(message), exchange.target())),
            masking);
  }

  private static Result reply(Revision revision, Masking masking, byte[] input) {
    return switch (revision) {
      case Revision.Changed(JsonRpcMessage masked, _, _) -> left(masking, masked.bytes());
      case Revision.Unchanged _, Revision.Observed _ -> left(masking, input);
      case Revision.Blocked(Refusal.Withheld(_, String problem), _) -> withheld(masking, problem);
      case Revision.Blocked _, Revision.Answered _ ->
          throw new IllegalStateException("masks do not " + revision.getClass().getSimpleName());
    };
  }

  private static Result sent(Verdict verdict, Masking masking) {
    return verdict instanceof Verdict.Continue(Exchange masked)
            && masked.operation() instanceof Operation.Send(JsonRpcMessage message)
        ? left(masking, message.bytes())
        : withheld(masking, "it cannot be masked");
  }

  /** JSON alone is taken for the structured content of a result, which clients check. */
  private static @Nullable String misfit(
      MaskedTools tools, Exchange exchange, byte[] input, byte[] output) {
    if (exchange.tool() == null || Arrays.equals(input, output)) {
      return null;
    }
    JsonRpcMessage was = message(result(input));
    JsonRpcMessage is = message(result(output));
    return was == null || is == null ? null : tools.misfit(exchange, was, is);
  }

  private static byte[] result(byte[] structured) {
    byte[] before =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"structuredContent\":".getBytes(UTF_8);
    return ByteBuffer.allocate(before.length + structured.length + 2)
        .put(before)
        .put(structured)
        .put((byte) '}')
        .put((byte) '}')
        .array();
  }

  /** A text that nobody could look into, as where it stands in a message. */
  private static Result unmaskable(
      PolicySpec policy, Masking masking, byte[] input, UnmaskableException why) {
    return switch (policy.onUnmaskable()) {
      case BLOCK -> withheld(masking, UNREADABLE + why.problem());
      case REDACT_ALL -> passed(MaskedField.REDACTED.getBytes(UTF_8), Map.of(Tally.REDACTED, 1));
      case PASS -> passed(input, Map.of(Tally.PASSED, 1));
    };
  }

  private static Result passed(byte[] output, Map<String, Integer> counts) {
    return new Result(new String(output, UTF_8), null, List.of(), counts, Set.of());
  }

  private static Result left(Masking masking, byte[] output) {
    return new Result(
        new String(output, UTF_8), null, masking.findings(), masking.counts(), masking.observed());
  }

  private static Result withheld(Masking masking, String why) {
    return new Result(null, why, masking.findings(), masking.counts(), masking.observed());
  }

  private static @Nullable JsonRpcMessage message(byte[] input) {
    try {
      return MessageScanner.scan(input);
    } catch (MalformedMessageException other) {
      return null;
    }
  }
}
