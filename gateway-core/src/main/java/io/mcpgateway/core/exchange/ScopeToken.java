package io.mcpgateway.core.exchange;

/** What a single scope may look like (RFC 6749 section 3.3). */
public final class ScopeToken {
  private static final int MAX_LENGTH = 256;

  private ScopeToken() {}

  /** Whether it is one: what this allows can stand in a challenge as it is. */
  public static boolean isValid(String scope) {
    return !scope.isEmpty()
        && scope.length() <= MAX_LENGTH
        && scope
            .chars()
            .allMatch(
                character ->
                    character > ' ' && character < 0x7F && character != '"' && character != '\\');
  }

  /**
   * Whether a resource may ask for it. {@code offline_access} is between a client and its
   * authorization server, so MCP says that no resource names it.
   */
  public static boolean isRequirable(String scope) {
    return isValid(scope) && !scope.equals("offline_access");
  }
}
