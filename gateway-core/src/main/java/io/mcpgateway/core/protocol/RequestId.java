package io.mcpgateway.core.protocol;

/**
 * A JSON-RPC request id exactly as the client wrote it, quotes and escapes included, so that an
 * answer echoes it byte for byte.
 *
 * @param json a JSON string or integer, for example {@code 7} or {@code "a-7"}
 */
public record RequestId(String json) {
  /** The id of a request that the gateway makes itself. */
  public static RequestId of(long number) {
    return new RequestId(Long.toString(number));
  }

  @Override
  public String toString() {
    return json;
  }
}
