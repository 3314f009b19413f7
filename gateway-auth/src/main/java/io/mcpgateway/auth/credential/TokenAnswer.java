package io.mcpgateway.auth.credential;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a token endpoint answered (RFC 6749 sections 5.1 and 5.2, RFC 8693 section 2.2). */
sealed interface TokenAnswer {
  /**
   * A token.
   *
   * @param type {@code token_type} in lower case
   * @param issuedType {@code issued_token_type}, or null
   * @param since when it was asked for: it cannot have been issued before
   * @param life how long it may be used, longer than zero
   */
  record Issued(
      String token, String type, @Nullable String issuedType, Instant since, Duration life)
      implements TokenAnswer {
    @Override
    public String toString() {
      return "Issued[" + type + ", " + life + "]";
    }

    /** The same, but not to be used after {@code end}. */
    Issued until(Instant end) {
      return end.isBefore(since.plus(life))
          ? new Issued(token, type, issuedType, since, Duration.between(since, end))
          : this;
    }
  }

  /**
   * None.
   *
   * @param temporary whether it makes sense to ask again soon
   * @param problem for operators; nothing of it comes from the server but its error code
   */
  record None(boolean temporary, String problem) implements TokenAnswer {}
}
