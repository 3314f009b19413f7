package io.mcpgateway.auth.credential;

/**
 * How a source does.
 *
 * @param requests how often an authorization server was asked for a token
 * @param failures how many of these brought none
 * @param cached tokens that it holds now
 */
public record CredentialStatus(long requests, long failures, long cached) {
  static final CredentialStatus NONE = new CredentialStatus(0, 0, 0);
}
