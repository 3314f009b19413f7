package io.mcpgateway.auth.token;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys that belong together, and how they are presented.
 *
 * @param name what routes call it
 * @param header the header field that holds the key, in lower case, or null for {@code
 *     Authorization: Bearer}
 * @param keys no two with the same id or the same key
 */
public record ApiKeySet(String name, @Nullable String header, List<ApiKey> keys) {
  /** Every one of them is compared with what is presented. */
  public static final int MAX_KEYS = 1_000;

  /** What has a meaning already. */
  private static final Set<String> TAKEN =
      Set.of(
          "accept",
          "accept-encoding",
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "cookie",
          "dpop",
          "expect",
          "forwarded",
          "host",
          "keep-alive",
          "last-event-id",
          "origin",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  public ApiKeySet {
    keys = List.copyOf(keys);
    if (header != null) {
      header = header.toLowerCase(Locale.ROOT);
      if (!isFree(header)) {
        throw new IllegalArgumentException(
            "header: "
                + header
                + " (expected: a name of letters, digits and dashes without a meaning of its own,"
                + " such as x-api-key; none for Authorization: Bearer)");
      }
    }
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "keys: " + keys.size() + " (expected: at most " + MAX_KEYS + ")");
    }
  }

  private static boolean isFree(String header) {
    return !header.isEmpty()
        && header.length() <= 64
        && header
            .chars()
            .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
        && !header.startsWith("mcp-")
        && !header.startsWith("x-forwarded-")
        && !TAKEN.contains(header);
  }
}
