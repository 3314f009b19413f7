package io.mcpgateway.app.policy;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.policy.access.Question.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an audit record says of one exchange that policy decided.
 *
 * @param subject what was asked for
 * @param client what the client called itself, or null
 * @param caller as far as the record says; see {@code said}
 * @param permitted what was decided
 * @param rule by which rule
 * @param observed what would have been, had everything been enforced, in the words of the record;
 *     empty if the same
 */
public record Recorded(
    String route,
    String upstream,
    String method,
    Subject subject,
    Era era,
    @Nullable String client,
    Principal caller,
    Said said,
    Instant time,
    boolean permitted,
    String rule,
    String observed) {

  /**
   * Which sets the record has whole. Records of older versions lack some, and long ones are cut.
   */
  public record Said(boolean roles, boolean scopes, boolean groups) {
    static final Said EVERYTHING = new Said(true, true, true);
  }

  /** For people: who it was. */
  String who() {
    return switch (caller) {
      case Principal.Anonymous() -> "anonymous";
      case Principal.Authenticated known ->
          known.subject() + (known.clientId() == null ? "" : " with " + known.clientId());
    };
  }
}
