package io.mcpgateway.auth.token;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands for one key, and whom it stands for. The key itself is nowhere.
 *
 * @param id what revocations and audit records call the key
 * @param sha256 the SHA-256 of the key, as 64 hexadecimal digits
 * @param principal the caller's name; several keys may have the same, while one replaces another
 * @param groups the caller's groups, as a token would say
 * @param claims what conditions may ask for, as a token would say: texts, whole numbers ({@code
 *     Long}), booleans and lists of texts
 * @param tenant the caller's tenant, or null
 * @param expires when the key ends, or null if it does not
 */
public record ApiKey(
    String id,
    String sha256,
    String principal,
    Set<String> roles,
    Set<String> groups,
    Map<String, Object> claims,
    Set<String> scopes,
    @Nullable String tenant,
    @Nullable Instant expires) {

  private static final int MAX_NAME = 256;

  public ApiKey {
    roles = Set.copyOf(roles);
    groups = Set.copyOf(groups);
    claims = Map.copyOf(claims);
    KeptClaims.requireValues(claims);
    scopes = Set.copyOf(scopes);
    requireName("id", id);
    requireName("principal", principal);
    if (tenant != null) {
      requireName("tenant", tenant);
    }
    if (sha256.length() != 64 || !sha256.chars().allMatch(HexFormat::isHexDigit)) {
      // Not the value: it may be the key.
      throw new IllegalArgumentException(
          "sha256: *** (expected: the SHA-256 of the key as 64 hexadecimal digits)");
    }
  }

  /** One that says neither groups nor claims. */
  public ApiKey(
      String id,
      String sha256,
      String principal,
      Set<String> roles,
      Set<String> scopes,
      @Nullable String tenant,
      @Nullable Instant expires) {
    this(id, sha256, principal, roles, Set.of(), Map.of(), scopes, tenant, expires);
  }

  private static void requireName(String what, String value) {
    if (value.isBlank()
        || value.length() > MAX_NAME
        || value.codePoints().anyMatch(ApiKey::isInvisible)) {
      throw new IllegalArgumentException(
          what + ": " + value + " (expected: 1 to 256 visible characters)");
    }
  }

  private static boolean isInvisible(int character) {
    return Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT
        || Character.getType(character) == Character.SURROGATE;
  }

  /** Whether both stand for the same key. */
  public boolean isSameKey(ApiKey other) {
    return sha256.equalsIgnoreCase(other.sha256);
  }

  @Override
  public String toString() {
    return "ApiKey[" + id + "]";
  }
}
