package io.mcpgateway.app.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate for {@code localhost} and {@code 127.0.0.1} that nobody vouches for, made at run
 * time (RFC 5280; P-256, valid for a week). The JDK can sign but has no public way to write one.
 *
 * @param certificate as PEM
 * @param key PKCS #8 as PEM
 */
record SelfSignedCertificate(X509Certificate x509, String certificate, String key) {
  private static final byte[] ECDSA_WITH_SHA256 = sequence(hex("06082A8648CE3D040302"));
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = hex("0603551D11");
  private static final byte[] EXTENDED_KEY_USAGE = hex("0603551D25");
  private static final byte[] SERVER_AUTH = hex("06082B06010505070301");
  private static final byte[] VERSION_3 = hex("A003020102");
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  static SelfSignedCertificate create() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();

    byte[] body = body(keys);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(body);
    byte[] der = sequence(body, ECDSA_WITH_SHA256, tagged(0x03, new byte[1], signature.sign()));

    X509Certificate x509 =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    return new SelfSignedCertificate(
        x509, pem("CERTIFICATE", der), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
  }

  private static byte[] body(KeyPair keys) {
    byte[] name = new X500Principal("CN=localhost, O=MCP Gateway demo").getEncoded();
    Instant now = Instant.now();
    byte[] names =
        sequence(
            tagged(0x82, "localhost".getBytes(US_ASCII)), tagged(0x87, new byte[] {127, 0, 0, 1}));
    return sequence(
        VERSION_3,
        tagged(0x02, new BigInteger(120, new SecureRandom()).setBit(119).toByteArray()),
        ECDSA_WITH_SHA256,
        name,
        sequence(time(now.minus(Duration.ofHours(1))), time(now.plus(Duration.ofDays(7)))),
        name,
        keys.getPublic().getEncoded(),
        tagged(
            0xA3,
            sequence(
                extension(SUBJECT_ALTERNATIVE_NAME, names),
                extension(EXTENDED_KEY_USAGE, sequence(SERVER_AUTH)))));
  }

  private static byte[] extension(byte[] oid, byte[] value) {
    return sequence(oid, tagged(0x04, value));
  }

  private static byte[] time(Instant instant) {
    return tagged(0x17, UTC_TIME.format(instant).getBytes(US_ASCII));
  }

  private static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  /** DER (ITU-T X.690): a tag, a length and what it holds. */
  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.size() + 4);
    out.write(tag);
    if (content.size() < 0x80) {
      out.write(content.size());
    } else if (content.size() < 0x100) {
      out.write(0x81);
      out.write(content.size());
    } else {
      out.write(0x82);
      out.write(content.size() >> 8);
      out.write(content.size());
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }

  @Override
  public String toString() {
    return "SelfSignedCertificate[localhost]";
  }
}
