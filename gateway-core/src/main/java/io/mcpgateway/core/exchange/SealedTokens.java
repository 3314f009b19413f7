package io.mcpgateway.core.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * State that clients carry for the gateway: sealed so that they can neither read nor change it, and
 * bound to what it was made for. Any replica that has the key can open it.
 *
 * <p>AES-256-GCM; the key is derived by HKDF-SHA256 (RFC 5869) from the configured secret, one for
 * each purpose. A token names its key by an id, so that two secrets can be live during a rotation.
 * Thread-safe.
 */
public final class SealedTokens {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int HEADER_BYTES = 1 + 4 + NONCE_BYTES;
  private static final int TAG_BITS = 128;
  private static final int MAX_LENGTH = 8192;

  private final List<Key> keys;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  private record Key(int id, SecretKey secret) {}

  /**
   * @param purpose what the tokens are for; a token of one purpose does not open as another
   * @param secrets at least one, each of at least 32 bytes; the first seals, all open
   */
  public SealedTokens(String purpose, List<byte[]> secrets, InstantSource clock) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("secrets: none (expected: at least one)");
    }
    this.keys = secrets.stream().map(secret -> derive(purpose, secret)).toList();
    this.clock = clock;
  }

  private static Key derive(String purpose, byte[] secret) {
    RootKey root = new RootKey(secret);
    return new Key(
        ByteBuffer.wrap(root.derive("mcpgateway key id " + purpose, 4)).getInt(),
        new SecretKeySpec(root.derive("mcpgateway key " + purpose, 32), "AES"));
  }

  /**
   * Seals {@code payload}.
   *
   * @param binding who and what the token is for; needed again to open it, not part of the token
   * @return visible ASCII (base64url)
   */
  public String seal(String payload, String binding, Duration life) {
    byte[] text = payload.getBytes(StandardCharsets.UTF_8);
    byte[] plain =
        ByteBuffer.allocate(Long.BYTES + text.length)
            .putLong(clock.instant().plus(life).getEpochSecond())
            .put(text)
            .array();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    Key key = keys.getFirst();
    byte[] header =
        ByteBuffer.allocate(HEADER_BYTES).put(VERSION).putInt(key.id()).put(nonce).array();
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, header, binding).doFinal(plain);
      byte[] token =
          ByteBuffer.allocate(header.length + sealed.length).put(header).put(sealed).array();
      return encode(token);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("AES-GCM failed to seal", broken);
    }
  }

  /**
   * The payload, or null if the token is not one of ours, was changed, is bound to something else
   * or has expired. Which of these it was is nobody's business.
   */
  public @Nullable String open(String token, String binding) {
    Opened opened = unseal(token, binding);
    return opened == null || clock.instant().isAfter(opened.expires) ? null : opened.payload;
  }

  /**
   * What a token holds.
   *
   * @param expires when it ends, or ended
   */
  record Opened(String payload, Instant expires) {}

  /** The same, also of a token that has expired. */
  @Nullable Opened unseal(String token, String binding) {
    if (token.length() > MAX_LENGTH) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
    if (bytes.length < HEADER_BYTES || bytes[0] != VERSION || !encode(bytes).equals(token)) {
      // The last: one token has one text. The decoder forgives padding and spare bits, and whoever
      // remembers an ended session by its text would not know the same session again.
      return null;
    }
    int keyId = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    for (Key key : keys) {
      if (key.id() == keyId) {
        return open(key, bytes, binding);
      }
    }
    return null;
  }

  private static @Nullable Opened open(Key key, byte[] bytes, String binding) {
    byte[] plain;
    try {
      plain =
          cipher(Cipher.DECRYPT_MODE, key, bytes, binding)
              .doFinal(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    } catch (GeneralSecurityException forged) {
      return null;
    }
    Instant expiry = Instant.ofEpochSecond(ByteBuffer.wrap(plain).getLong());
    return new Opened(
        new String(plain, Long.BYTES, plain.length - Long.BYTES, StandardCharsets.UTF_8), expiry);
  }

  private static String encode(byte[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static Cipher cipher(int mode, Key key, byte[] header, String binding)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, header, 5, NONCE_BYTES));
    cipher.updateAAD(header, 0, HEADER_BYTES);
    cipher.updateAAD(binding.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
