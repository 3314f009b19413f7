package io.mcpgateway.testkit.oauth;

import java.io.Serial;
import java.util.Map;

/** An error answer as RFC 6749 section 5.2 has it. */
final class OAuthFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final String error;

  OAuthFailure(int status, String error, String description) {
    super(description);
    this.status = status;
    this.error = error;
  }

  OAuthFailure(String error, String description) {
    this(400, error, description);
  }

  static OAuthFailure invalidRequest(String description) {
    return new OAuthFailure("invalid_request", description);
  }

  static OAuthFailure invalidClient(String description) {
    return new OAuthFailure(401, "invalid_client", description);
  }

  static OAuthFailure invalidGrant(String description) {
    return new OAuthFailure("invalid_grant", description);
  }

  static OAuthFailure invalidTarget(String description) {
    return new OAuthFailure("invalid_target", description);
  }

  String error() {
    return error;
  }

  String description() {
    return String.valueOf(getMessage());
  }

  Answer answer() {
    return Answer.json(status, Map.of("error", error, "error_description", description()));
  }
}
