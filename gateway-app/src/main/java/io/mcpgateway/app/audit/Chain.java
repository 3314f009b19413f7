package io.mcpgateway.app.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mcpgateway.auth.signing.DetachedKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The chain of records: each holds the fingerprint of the one before, and its own. Some are signed.
 * For one thread.
 *
 * <p>A fingerprint is the SHA-256 of the record as RFC 8785 writes it, without the members {@code
 * fingerprint} and {@code signatures} of its attestation. Records are written that way in the first
 * place, so what is hashed are the bytes of the line around these two.
 */
final class Chain implements Place {
  private static final int HASH_CHARS = 64;
  private static final String UNKNOWN_HASH = "0".repeat(HASH_CHARS);
  private static final String UNKNOWN_SIGNATURE = "0".repeat(2 * DetachedKey.SIGNATURE_BYTES);

  private final DetachedKey key;
  private final String authority;
  private final MessageDigest digest;
  private Head head;
  private String chainUid = "";

  // Of the record that is being written.
  private String uid = "";
  private long millis;
  private boolean signs;

  private long typeUid;

  /** Where its attestation begins. */
  private int attestationAt;

  // Where in its attestation the parts of it are.
  private int fingerprintAt;
  private int hashAt;
  private int fingerprintEnd;
  private int signaturesAt;
  private int signatureAt;
  private int length;

  /**
   * The last record of a chain.
   *
   * @param sequence how many came before it; −1 if there is none
   */
  record Head(long sequence, String uid, long typeUid, String fingerprint) {
    static final Head NONE = new Head(-1, "", 0, "");

    boolean isNone() {
      return sequence < 0;
    }
  }

  /**
   * @param authority who keeps the chain
   */
  Chain(DetachedKey key, String authority, Head head) {
    this.key = key;
    this.authority = authority;
    this.head = head;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }

  Head head() {
    return head;
  }

  /** Goes back to an earlier record: what came after it was not written. */
  void returnTo(Head earlier) {
    head = earlier;
  }

  /** The records that follow are in this segment. */
  void enter(int segment) {
    chainUid = chainUid(authority, segment);
  }

  static String chainUid(String authority, int segment) {
    return authority + "/" + String.format("%08d", segment);
  }

  /** A new identity for a record; it keeps it if it has to be written again. */
  static String newUid(long now) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = now << 16 | 7 << 12 | random.nextInt(1 << 12);
    long low = 1L << 63 | random.nextLong() >>> 2;
    return new UUID(high, low).toString();
  }

  /** When an identity was made, in milliseconds since 1970. */
  static long millisOf(String uid) {
    return UUID.fromString(uid).getMostSignificantBits() >>> 16;
  }

  /**
   * The place of the next record.
   *
   * @param signed whether it is signed
   */
  Place next(String recordUid, long now, boolean signed) {
    uid = recordUid;
    millis = now;
    signs = signed;
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public void sequence(JsonLine line) {
    line.number("sequence", head.sequence + 1);
  }

  /** The number alone, where its name stands already. */
  void fillSequence(JsonLine line) {
    line.fill(Long.toString(head.sequence + 1));
  }

  @Override
  public long loggedMillis() {
    return millis;
  }

  @Override
  public void attestation(int ofType, JsonLine line) {
    line.gap("attestation_list");
    fillAttestation(ofType, line);
  }

  /** The list alone, where its name stands already. */
  void fillAttestation(int ofType, JsonLine line) {
    typeUid = ofType;
    StringBuilder json = new StringBuilder(512);
    json.append("[{\"authority_uid\":\"").append(authority);
    json.append("\",\"chain_uid\":\"").append(chainUid).append('"');
    fingerprintAt = json.length();
    json.append(",\"fingerprint\":{\"algorithm_id\":3,\"value\":\"");
    hashAt = json.length();
    json.append(UNKNOWN_HASH).append("\"}");
    fingerprintEnd = json.length();
    if (!head.isNone()) {
      json.append(",\"prev_event\":{\"fingerprint\":{\"algorithm_id\":3,\"value\":\"")
          .append(head.fingerprint)
          .append("\"},\"type_uid\":")
          .append(head.typeUid)
          .append(",\"uid\":\"")
          .append(head.uid)
          .append("\"}");
    }
    signaturesAt = json.length();
    if (signs) {
      // OCSF has no member for the signature itself; it is what its algorithm makes of the digest.
      json.append(",\"signatures\":[{\"algorithm\":\"Ed25519\",\"algorithm_id\":99,\"digest\":")
          .append("{\"algorithm\":\"Ed25519\",\"algorithm_id\":99,\"value\":\"");
      signatureAt = json.length();
      json.append(UNKNOWN_SIGNATURE).append("\"},\"serialization_id\":1}]");
    }
    json.append("}]");
    length = json.length();
    attestationAt = line.size();
    line.fill(json.toString());
  }

  /**
   * Ends the record: fills in its fingerprint and its signature, and makes it the head.
   *
   * @param from where its line begins
   */
  void end(JsonLine line, int from) {
    byte[] bytes = line.buffer();
    int end = line.size() - 1;
    int begin = attestationAt;
    int rest = begin + length - 2;
    digest.update(bytes, from, begin + fingerprintAt - from);
    digest.update(bytes, begin + fingerprintEnd, signaturesAt - fingerprintEnd);
    digest.update(bytes, rest, end - rest);
    String fingerprint = HexFormat.of().formatHex(digest.digest());
    put(fingerprint, bytes, begin + hashAt);
    if (signs) {
      byte[] signature = key.sign(fingerprint.getBytes(US_ASCII));
      put(HexFormat.of().formatHex(signature), bytes, begin + signatureAt);
    }
    head = new Head(head.sequence + 1, uid, typeUid, fingerprint);
  }

  private static void put(String ascii, byte[] bytes, int at) {
    System.arraycopy(ascii.getBytes(US_ASCII), 0, bytes, at, ascii.length());
  }

  /** Says who signs: from the key, so that no two that differ are called the same. */
  static String authorityOf(DetachedKey key, @Nullable String configured) {
    if (configured != null) {
      return configured;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.publicKey().getEncoded());
      return "gw-" + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }
}
