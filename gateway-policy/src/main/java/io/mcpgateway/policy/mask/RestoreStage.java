package io.mcpgateway.policy.mask;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.token.Binding;
import io.mcpgateway.policy.token.ValueTokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts values back into the arguments of calls of tools that policy names for it, where a client
 * sends the tokens that stand for them. A token that is forged, expired, of another tenant or of
 * another mask stays what it is: a text. What is put back is counted, and audit records show the
 * call as the client sent it. Thread-safe.
 */
public final class RestoreStage implements Stage {
  private static final String PREFIX = "restored:";
  private static final byte[] TOKEN = "tok_".getBytes(StandardCharsets.US_ASCII);

  private final List<Mask> masks;
  private final ValueTokens tokens;

  public RestoreStage(PolicySpec policy, ValueTokens tokens) {
    this.masks =
        policy.masks().stream()
            .filter(
                mask ->
                    mask.action() instanceof MaskAction.Tokenize tokenize
                        && !tokenize.restoreIn().isEmpty())
            .toList();
    this.tokens = tokens;
  }

  @Override
  public Verdict apply(Exchange exchange) {
    if (masks.isEmpty()
        || exchange.target().method() != McpMethod.TOOLS_CALL
        || !(exchange.operation() instanceof Operation.Send(JsonRpcMessage message))) {
      return new Verdict.Continue(exchange);
    }
    Span arguments = message.params().span("arguments");
    List<String> open = open(exchange.target().name());
    if (arguments == null || open.isEmpty() || !mayHold(message.bytes(), arguments)) {
      return new Verdict.Continue(exchange);
    }
    Binding binding = Binding.of(exchange);
    Restoring restoring = new Restoring(token -> open(binding, open, token));
    List<Edit> edits = restoring.edits(message.bytes(), arguments.start());
    if (edits.isEmpty()) {
      return new Verdict.Continue(exchange);
    }
    try {
      JsonRpcMessage restored = MessageScanner.scan(Edit.apply(edits, message.bytes()));
      return new Verdict.Continue(
          exchange.rewritten(restored).revised(Tally.prefixed(PREFIX, restoring.counts())));
    } catch (MalformedMessageException cannotBe) {
      return new Verdict.Refuse(new Refusal.Internal());
    }
  }

  /** The masks whose tokens are turned back for a tool. */
  private List<String> open(String tool) {
    List<String> open = new ArrayList<>();
    for (Mask mask : masks) {
      if (mask.action() instanceof MaskAction.Tokenize tokenize
          && tokenize.restoreIn().stream().anyMatch((Glob glob) -> glob.matches(tool))) {
        open.add(mask.name());
      }
    }
    return open;
  }

  private Restoring.@Nullable Opened open(Binding binding, List<String> open, String token) {
    for (String mask : open) {
      byte[] value = tokens.open(binding, mask, token);
      if (value != null) {
        return new Restoring.Opened(mask, value);
      }
    }
    return null;
  }

  /** Whether a token may stand there; escaped ones are no tokens. */
  private static boolean mayHold(byte[] json, Span value) {
    for (int i = value.start(); i + TOKEN.length <= value.end(); i++) {
      if (json[i] == 't'
          && json[i + 1] == TOKEN[1]
          && json[i + 2] == TOKEN[2]
          && json[i + 3] == TOKEN[3]) {
        return true;
      }
    }
    return false;
  }
}
