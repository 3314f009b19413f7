package io.mcpgateway.app;

import io.mcpgateway.testkit.TestToken;
import java.util.function.UnaryOperator;

/**
 * One request with one credential, and what must become of it.
 *
 * @param request the bytes to send
 * @param status of the answer
 * @param says what its challenge is
 * @param problem how the reason in the audit record begins; empty if there is none
 */
record MatrixRow(String name, Request request, int status, Says says, String problem) {

  /** Makes the bytes to send. */
  interface Request {
    String of(MatrixGateway gateway) throws Exception;
  }

  /** Makes a credential. */
  interface Credential {
    String of(MatrixGateway gateway) throws Exception;
  }

  /** What stands in {@code WWW-Authenticate}. */
  enum Says {
    /** How to get a token; nothing of an error, because there was none. */
    GET_ONE,
    /** The same, and that this one is no good. */
    INVALID,
    /** Nothing at all. */
    NOTHING
  }

  /** A token that is good but for one change; properly signed. */
  static MatrixRow token(String name, String problem, UnaryOperator<TestToken> change) {
    return text(name, problem, gateway -> change.apply(gateway.token()).sign());
  }

  /** A good token with another spelling. */
  static MatrixRow spelt(String name, String problem, UnaryOperator<String> change) {
    return text(name, problem, gateway -> change.apply(gateway.token().sign()));
  }

  /** Anything in place of a token. */
  static MatrixRow text(String name, String problem, Credential token) {
    return new MatrixRow(
        name,
        gateway -> gateway.call("Authorization: Bearer " + token.of(gateway) + "\r\n"),
        401,
        Says.INVALID,
        problem);
  }

  /** A good token that says so much that there must be a control: it passes. */
  static MatrixRow accepted(String name, UnaryOperator<TestToken> change) {
    return new MatrixRow(
        name,
        gateway -> gateway.call(MatrixGateway.bearer(change.apply(gateway.token()))),
        200,
        Says.NOTHING,
        "");
  }

  /** Other header fields than one with a token. */
  static MatrixRow fields(String name, Says says, String problem, Credential fields) {
    return new MatrixRow(name, gateway -> gateway.call(fields.of(gateway)), 401, says, problem);
  }

  static MatrixRow request(String name, int status, Says says, String problem, Request request) {
    return new MatrixRow(name, request, status, says, problem);
  }

  /** The same request, but it is a good one. */
  MatrixRow passes() {
    return new MatrixRow(name, request, 200, Says.NOTHING, "");
  }

  @Override
  public String toString() {
    return name;
  }
}
