package io.mcpgateway.core.protocol;

/**
 * JSON-RPC error codes. The gateway's own lie outside −32768…−32000, as MCP 2026-07-28 (basic,
 * error codes) asks of everybody but the specification.
 */
public final class ErrorCodes {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;

  /** Legacy eras only: the resource does not exist. */
  public static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

  public static final int HEADER_MISMATCH = -32020;
  public static final int MISSING_CLIENT_CAPABILITY = -32021;
  public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

  /** The caller is not authenticated; the HTTP answer is 401. */
  public static final int UNAUTHENTICATED = 1401;

  /** Policy forbids this operation to this caller. */
  public static final int FORBIDDEN = 1403;

  /** No route, or no such session. */
  public static final int NOT_FOUND = 1404;

  /** The request is larger than the route accepts. */
  public static final int TOO_LARGE = 1413;

  /** A rate limit was reached; {@code Retry-After} says how long to wait. */
  public static final int RATE_LIMITED = 1429;

  /** Client and upstream speak different eras and the gateway does not bridge them. */
  public static final int ERA_MISMATCH = 1505;

  /** The gateway cannot take the request now. */
  public static final int UNAVAILABLE = 1503;

  private ErrorCodes() {}
}
