package io.mcpgateway.policy.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.daead.subtle.DeterministicAeads;
import com.google.crypto.tink.subtle.AesSiv;
import io.mcpgateway.core.exchange.RootKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and reversible tokens that stand for masked values: the same for the same value among the
 * callers of one {@link Binding}, others for everybody else. Any replica that has the key makes the
 * same ones and opens them; nothing is stored.
 *
 * <p>Hashes are HMAC-SHA256, tokens AES-SIV (RFC 5297). Both keys are derived from the configured
 * secret by HKDF-SHA256 for each binding. A token names its key by an id, so that two secrets can
 * be live during a rotation. Thread-safe.
 */
public final class ValueTokens {
  /** The longest value that a token can stand for, in bytes. */
  public static final int MAX_VALUE = TokenFormat.MAX_VALUE;

  private static final int MAX_BOUND = 10_000;
  private static final int HASH_BYTES = 10;
  private static final int SIV_KEY_BYTES = 64;
  private static final int HASH_KEY_BYTES = 32;
  private static final Duration MIN_LIFE = Duration.ofSeconds(1);
  private static final Duration MAX_LIFE = Duration.ofDays(3660);

  private final List<Key> keys;
  private final InstantSource clock;

  /**
   * @param bound keys that were derived already; deriving them again is slow, not wrong
   */
  private record Key(short id, RootKey root, Cache<Binding, BoundKeys> bound) {
    BoundKeys of(Binding binding) {
      return bound.get(binding, each -> derive(root, each));
    }
  }

  private record BoundKeys(DeterministicAeads cipher, SecretKey hash, SecretKey content) {}

  /**
   * An HMAC-SHA256 that nothing has been put into yet.
   *
   * @param key the id of the secret that its key is derived from, 4 hexadecimal digits
   */
  public record ContentMac(String key, Mac mac) {}

  /**
   * @param secrets at least one, each of at least 32 bytes; the first makes, all open
   */
  public ValueTokens(List<byte[]> secrets, InstantSource clock) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("secrets: none (expected: at least one)");
    }
    this.keys = secrets.stream().map(ValueTokens::key).toList();
    this.clock = clock;
  }

  private static Key key(byte[] secret) {
    RootKey root = new RootKey(secret);
    byte[] id = root.derive("mcpgateway key id value-tokens", Short.BYTES);
    return new Key(
        ByteBuffer.wrap(id).getShort(), root, Caffeine.newBuilder().maximumSize(MAX_BOUND).build());
  }

  private static BoundKeys derive(RootKey root, Binding binding) {
    try {
      return new BoundKeys(
          new AesSiv(root.derive(purpose("mcpgateway value token ", binding), SIV_KEY_BYTES)),
          new SecretKeySpec(
              root.derive(purpose("mcpgateway value hash ", binding), HASH_KEY_BYTES), "HMAC"),
          new SecretKeySpec(
              root.derive(purpose("mcpgateway audit content ", binding), HASH_KEY_BYTES), "HMAC"));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("the JDK lacks AES", missing);
    }
  }

  private static byte[] purpose(String what, Binding binding) {
    byte[] prefix = what.getBytes(UTF_8);
    byte[] bytes = binding.bytes();
    return ByteBuffer.allocate(prefix.length + bytes.length).put(prefix).put(bytes).array();
  }

  /**
   * What stands for a value that is to be recognized and never restored: {@code
   * card_abcdefghijklmnopabcd}, 80 bits in letters.
   *
   * @param kind of lower-case letters, digits and hyphens
   * @param value in the form in which equal values are the same bytes
   */
  public String hash(Binding binding, String kind, byte[] value) {
    String word = TokenFormat.word(kind);
    Mac mac = mac(keys.getFirst().of(binding).hash());
    // No word has a zero in it, so no two pairs of word and value are the same bytes.
    mac.update(word.getBytes(UTF_8));
    mac.update((byte) 0);
    return word + '_' + Letters.ofNibbles(mac.doFinal(value), HASH_BYTES);
  }

  /**
   * What digests whole arguments and results, so that who knows them can tell that it was these. No
   * hash of a value tells anything of it.
   */
  public ContentMac content(Binding binding) {
    Key key = keys.getFirst();
    return new ContentMac(HexFormat.of().toHexDigits(key.id()), mac(key.of(binding).content()));
  }

  private static Mac mac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("the JDK lacks HMAC-SHA256", missing);
    }
  }

  /**
   * A token that stands for a value and can be opened again: {@code tok_card_} and letters. Time is
   * cut into periods as long as {@code life}: a token is the same within one, and opens in that and
   * the next, so for at least one life and at most two.
   *
   * @param kind of lower-case letters, digits and hyphens
   * @param rule what may open it
   * @param value at most 4096 bytes
   * @param life between a second and ten years, in whole seconds
   */
  public String seal(Binding binding, String kind, String rule, byte[] value, Duration life) {
    if (value.length > TokenFormat.MAX_VALUE) {
      throw new IllegalArgumentException(
          "value: " + value.length + " bytes (expected: <= " + TokenFormat.MAX_VALUE + ")");
    }
    String word = TokenFormat.word(kind);
    long until = until(life);
    Key key = keys.getFirst();
    try {
      byte[] sealed =
          key.of(binding)
              .cipher()
              .encryptDeterministicallyWithAssociatedDatas(
                  value, associated(TokenFormat.header(key.id(), until), word, rule));
      return new TokenFormat(word, key.id(), until, sealed).text();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("AES-SIV failed to seal", broken);
    }
  }

  private long until(Duration life) {
    if (life.compareTo(MIN_LIFE) < 0 || life.compareTo(MAX_LIFE) > 0) {
      throw new IllegalArgumentException(
          "life: " + life + " (expected: " + MIN_LIFE + " to " + MAX_LIFE + ")");
    }
    long seconds = life.toSeconds();
    return (Math.floorDiv(clock.instant().getEpochSecond(), seconds) + 2) * seconds;
  }

  /**
   * The value, or null if the token is not one of ours, was changed, is of another binding or rule,
   * or has expired. Which of these it was is nobody's business.
   */
  public byte @Nullable [] open(Binding binding, String rule, String token) {
    TokenFormat parts = TokenFormat.read(token);
    if (parts == null || clock.instant().getEpochSecond() >= parts.until()) {
      return null;
    }
    for (Key key : keys) {
      // Two keys may have one id: it is short.
      if (key.id() == parts.keyId()) {
        byte[] value = open(key.of(binding).cipher(), rule, parts);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  private static byte @Nullable [] open(DeterministicAeads cipher, String rule, TokenFormat parts) {
    try {
      return cipher.decryptDeterministicallyWithAssociatedDatas(
          parts.sealed(), associated(parts.header(), parts.word(), rule));
    } catch (GeneralSecurityException forged) {
      return null;
    }
  }

  /** AES-SIV takes them as a list, so they need no separators. */
  private static byte[][] associated(byte[] header, String word, String rule) {
    return new byte[][] {header, word.getBytes(UTF_8), rule.getBytes(UTF_8)};
  }
}
