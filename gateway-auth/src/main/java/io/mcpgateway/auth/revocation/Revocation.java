package io.mcpgateway.auth.revocation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word that something is not to be used any more.
 *
 * @param id unique over replicas, never used again; letters, digits and hyphens
 * @param created when it was said
 * @param expires when it ends by itself, or null if it has to be lifted
 * @param by who said so
 * @param reason why, may be empty
 */
public record Revocation(
    String id, Terms terms, Instant created, @Nullable Instant expires, String by, String reason) {
  private static final int MAX_ID = 64;
  private static final int MAX_BY = 256;
  private static final int MAX_REASON = 1024;

  public Revocation {
    requireId(id);
    Visible.require("by", by, MAX_BY);
    if (!reason.isEmpty()) {
      Visible.require("reason", reason, MAX_REASON);
    }
    if (expires != null && !expires.isAfter(created)) {
      throw new IllegalArgumentException(
          "expires: " + expires + " (expected: later than " + created + ")");
    }
  }

  static void requireId(String id) {
    boolean good = !id.isEmpty() && id.length() <= MAX_ID;
    for (int i = 0; good && i < id.length(); i++) {
      char c = id.charAt(i);
      good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }
    if (!good) {
      throw new IllegalArgumentException(
          "id: not an id (expected: 1 to " + MAX_ID + " letters, digits and hyphens)");
    }
  }

  boolean inForce(Instant now) {
    return expires == null || expires.isAfter(now);
  }
}
