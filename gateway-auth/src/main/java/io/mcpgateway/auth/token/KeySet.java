package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer that may check signatures: a JWK set (RFC 7517) after a strict look.
 *
 * <p>Refused as a whole: a set in which two keys have the same {@code kid}. Left out: symmetric
 * keys, keys for something else by {@code use}, {@code key_ops} or {@code alg}, RSA keys that are
 * too short or known to be weak, and kinds that are not known. Immutable.
 */
final class KeySet {
  /** Of an issuer that signs nothing that is checked here. */
  static final KeySet NONE = new KeySet(List.of());

  private final List<Key> keys;

  /**
   * One usable key.
   *
   * @param kid its name, or null
   * @param checks by the name of the algorithm
   */
  record Key(@Nullable String kid, Map<String, Signatures.Check> checks) {}

  private KeySet(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * @throws IOException if this is no key set, or one that must not be used
   */
  static KeySet parse(byte[] json) throws IOException {
    JsonNode members = StrictJson.object(json).get("keys");
    if (members == null || !members.isArray()) {
      throw new IOException("the key set has no array of keys");
    }
    List<Key> keys = new ArrayList<>();
    Set<String> kids = new HashSet<>();
    for (JsonNode member : members) {
      JsonNode kid = member.get("kid");
      if (kid != null && !kids.add(kid.asText())) {
        throw new IOException("the key set has two keys with the same kid");
      }
      Key key = usable(member);
      if (key != null) {
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("the key set has no usable key");
    }
    return new KeySet(keys);
  }

  private static @Nullable Key usable(JsonNode member) {
    try {
      JWK key = JWK.parse(member.toString());
      if (!isForSignatures(key)) {
        return null;
      }
      Map<String, Signatures.Check> checks = Signatures.of(key);
      if (key.getAlgorithm() != null) {
        String only = key.getAlgorithm().getName();
        Signatures.Check check = checks.get(only);
        checks = check == null ? Map.of() : Map.of(only, check);
      }
      return checks.isEmpty() ? null : new Key(key.getKeyID(), checks);
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalArgumentException malformed) {
      return null;
    }
  }

  private static boolean isForSignatures(JWK key) {
    return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
        && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
  }

  int size() {
    return keys.size();
  }

  /**
   * The check for a token of this algorithm and {@code kid}, or null if the set has none. A token
   * without {@code kid} is checked only if there is no choice of keys.
   *
   * @throws InvalidTokenException if another set could not have one either
   */
  Signatures.@Nullable Check find(@Nullable String kid, String alg) throws InvalidTokenException {
    Signatures.Check found = null;
    for (Key key : keys) {
      if (kid != null && kid.equals(key.kid())) {
        Signatures.Check check = key.checks().get(alg);
        if (check == null) {
          throw new InvalidTokenException("alg: not one of the key");
        }
        return check;
      }
      if (kid == null && key.checks().containsKey(alg)) {
        if (found != null) {
          throw new InvalidTokenException("kid: missing, and there are several keys");
        }
        found = key.checks().get(alg);
      }
    }
    return found;
  }
}
