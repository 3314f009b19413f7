package io.mcpgateway.auth.server;

/**
 * What an authorization server answered, whatever the status. The body may hold tokens and is never
 * printed.
 *
 * @param body at most {@link ServerClient#SIZE_LIMIT} bytes
 */
public record Answer(int status, byte[] body) {
  @Override
  public String toString() {
    return "Answer[status=" + status + ", " + body.length + " bytes]";
  }
}
