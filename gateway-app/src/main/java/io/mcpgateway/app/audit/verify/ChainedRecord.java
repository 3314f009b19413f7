package io.mcpgateway.app.audit.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.auth.signing.DetachedKey;
import io.mcpgateway.policy.pin.CanonicalJson;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record of a trail, read from its line. That it could be read says that the line is canonical
 * and that the fingerprint is that of its content; whether it is in its place is for others to say.
 */
public final class ChainedRecord {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build()
          .readerFor(JsonNode.class);
  private static final int SHA_256 = 3;

  private final JsonNode json;
  private final JsonNode attestation;
  private final String fingerprint;

  private ChainedRecord(JsonNode json, String fingerprint) {
    this.json = json;
    this.attestation = json.path("attestation_list").path(0);
    this.fingerprint = fingerprint;
  }

  /** Why a line is no record of a trail. */
  public static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String uid;

    BrokenException(String problem, @Nullable JsonNode json) {
      super(problem);
      this.uid = json == null ? "" : json.path("metadata").path("uid").asText("");
    }

    /** What the line calls itself, or empty. */
    public String uid() {
      return uid;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * @param line without its end
   * @throws BrokenException if it is not what was written
   */
  public static ChainedRecord read(byte[] line) throws BrokenException {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (IOException malformed) {
      throw new BrokenException("edited: no JSON", null);
    }
    if (json == null || !json.isObject()) {
      throw new BrokenException("edited: no JSON object", null);
    }
    if (!Arrays.equals(CanonicalJson.bytes(json), line)) {
      throw new BrokenException("edited: not written as the gateway writes it", json);
    }
    JsonNode fingerprinted = json.path("attestation_list").path(0).path("fingerprint");
    JsonNode value = fingerprinted.path("value");
    ObjectNode expected = JsonNodeFactory.instance.objectNode();
    String computed = hash(json);
    expected.put("algorithm_id", SHA_256).put("value", computed);
    if (!expected.equals(fingerprinted)) {
      throw new BrokenException(
          value.isTextual() ? "edited: its fingerprint is another" : "edited: no fingerprint",
          json);
    }
    ChainedRecord record = new ChainedRecord(json, computed);
    if (record.uid().isEmpty() || record.sequence() < 0 || record.chainUid().isEmpty()) {
      throw new BrokenException("no record of a trail", json);
    }
    return record;
  }

  private static String hash(JsonNode json) {
    ObjectNode bare = json.deepCopy();
    if (bare.path("attestation_list").path(0) instanceof ObjectNode attestation) {
      attestation.remove(Set.of("fingerprint", "signatures"));
    }
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(CanonicalJson.bytes(bare)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }

  public String uid() {
    return json.path("metadata").path("uid").asText("");
  }

  public long sequence() {
    return json.path("metadata").path("sequence").asLong(-1);
  }

  /** When it was made, in milliseconds since 1970. */
  public long loggedMillis() {
    return json.path("metadata").path("logged_time").asLong();
  }

  public long typeUid() {
    return json.path("type_uid").asLong(-1);
  }

  public String fingerprint() {
    return fingerprint;
  }

  /** Who kept the chain. */
  public String authority() {
    return attestation.path("authority_uid").asText("");
  }

  public String chainUid() {
    return attestation.path("chain_uid").asText("");
  }

  /** Whether there is a record before it. */
  public boolean hasPrevious() {
    return attestation.has("prev_event");
  }

  public String previousUid() {
    return attestation.path("prev_event").path("uid").asText("");
  }

  public String previousFingerprint() {
    return attestation.path("prev_event").path("fingerprint").path("value").asText("");
  }

  public boolean isSigned() {
    return attestation.has("signatures");
  }

  /** Whether it holds exactly one signature, and that is of {@code key}. */
  public boolean isSignedBy(PublicKey key) {
    JsonNode signatures = attestation.path("signatures");
    String value = signatures.path(0).path("digest").path("value").asText("");
    ObjectNode digest = JsonNodeFactory.instance.objectNode();
    digest.put("algorithm", "Ed25519").put("algorithm_id", 99).put("value", value);
    ObjectNode expected = JsonNodeFactory.instance.objectNode();
    expected.put("algorithm", "Ed25519").put("algorithm_id", 99).put("serialization_id", 1);
    expected.set("digest", digest);
    if (signatures.size() != 1
        || !expected.equals(signatures.path(0))
        || value.length() != 2 * DetachedKey.SIGNATURE_BYTES
        || !value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      return false;
    }
    byte[] signature = HexFormat.of().parseHex(value);
    return DetachedKey.verifies(key, fingerprint.getBytes(US_ASCII), signature);
  }

  /** The whole record. */
  public JsonNode json() {
    return json;
  }
}
