package io.mcpgateway.app.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in.
 *
 * @param query the parameters, decoded
 * @param accept the formats that the client understands, or null if it does not say
 * @param by the name of the caller, or {@code nobody}
 * @param peer address and port
 * @param body empty if the endpoint takes none
 */
public record AdminRequest(
    String path,
    Map<String, String> query,
    @Nullable String accept,
    String by,
    String peer,
    byte[] body) {

  /** What follows the last slash. */
  String lastSegment() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return "AdminRequest[" + path + " by " + by + "]";
  }
}
