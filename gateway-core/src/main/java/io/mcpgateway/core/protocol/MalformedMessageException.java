package io.mcpgateway.core.protocol;

import org.jspecify.annotations.Nullable;

/** The bytes are not one JSON-RPC message that the gateway accepts. */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient @Nullable RequestId id;

  /**
   * @param code {@link ErrorCodes#PARSE_ERROR} or {@link ErrorCodes#INVALID_REQUEST}
   * @param problem what is wrong, without any value of the message
   * @param id the request's id if it could be read
   */
  MalformedMessageException(int code, String problem, @Nullable RequestId id) {
    super(problem, null, false, false);
    this.code = code;
    this.id = id;
  }

  public int code() {
    return code;
  }

  /** What is wrong, safe to show to the client. */
  public String problem() {
    return String.valueOf(getMessage());
  }

  /** The request's id, or null if it was not read before the problem. */
  public @Nullable RequestId id() {
    return id;
  }
}
