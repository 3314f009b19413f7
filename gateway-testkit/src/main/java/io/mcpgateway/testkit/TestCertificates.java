package io.mcpgateway.testkit;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority made for one test run, and certificates it issues (RFC 5280; EC keys on
 * P-256). Nothing is kept on disk. Thread-safe.
 */
public final class TestCertificates {
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
  private static final byte[] SERVER_AUTH = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
  private static final byte[] CLIENT_AUTH = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 2);
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final SecureRandom random = new SecureRandom();

  /**
   * A certificate and its key.
   *
   * @param certificate the PEM chain, the authority left out
   * @param key PKCS #8 as PEM
   */
  public record Issued(X509Certificate x509, KeyPair keys, byte[] certificate, byte[] key) {
    /** SHA-256 of the certificate in base64url, as RFC 8705 binds tokens to it. */
    public String thumbprint() {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(x509.getEncoded());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private final Issued authority;

  private TestCertificates(Issued authority) {
    this.authority = authority;
  }

  /** A new authority. */
  public static TestCertificates create() {
    X500Principal name = new X500Principal("CN=Test authority " + serial().toString(16));
    KeyPair keys = newKeys();
    List<byte[]> extensions =
        List.of(
            critical(Der.oid(2, 5, 29, 19), Der.sequence(new byte[] {1, 1, (byte) 0xFF})),
            critical(Der.oid(2, 5, 29, 15), Der.bits(1, new byte[] {0x06})),
            extension(Der.oid(2, 5, 29, 14), Der.octets(keyId(keys.getPublic()))));
    Instant now = Instant.now();
    return new TestCertificates(
        sign(name, name, keys, keys, extensions, now.minus(Duration.ofDays(2)), now.plus(year())));
  }

  /** The authority's certificate as PEM: what a client trusts. */
  public byte[] authority() {
    return authority.certificate().clone();
  }

  /**
   * A certificate for a server.
   *
   * @param names DNS names or IP addresses, at least one
   */
  public Issued server(String... names) {
    Instant now = Instant.now();
    return issue(names[0], SERVER_AUTH, now.minus(Duration.ofHours(1)), now.plus(year()), names);
  }

  /** As {@link #server}, but it ended an hour ago. */
  public Issued expiredServer(String... names) {
    Instant end = Instant.now().minus(Duration.ofHours(1));
    return issue(names[0], SERVER_AUTH, end.minus(Duration.ofHours(1)), end, names);
  }

  /** A certificate for a client. */
  public Issued client(String commonName) {
    Instant now = Instant.now();
    return issue(commonName, CLIENT_AUTH, now.minus(Duration.ofHours(1)), now.plus(year()));
  }

  /** As {@link #client}, but it ended an hour ago. */
  public Issued expiredClient(String commonName) {
    Instant end = Instant.now().minus(Duration.ofHours(1));
    return issue(commonName, CLIENT_AUTH, end.minus(Duration.ofHours(1)), end);
  }

  /** For clients that trust this authority and nobody else. */
  public SSLContext trusting() {
    return context(null);
  }

  /** As {@link #trusting}, presenting {@code client} when the server asks, wanted or not. */
  public SSLContext trustingAs(Issued client) {
    return context(client);
  }

  private SSLContext context(@Nullable Issued own) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority.x509());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          own == null ? null : new KeyManager[] {new OneCertificate(own)},
          trust.getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Issued issue(
      String commonName, byte[] purpose, Instant from, Instant until, String... names) {
    KeyPair keys = newKeys();
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(critical(Der.oid(2, 5, 29, 15), Der.bits(7, new byte[] {(byte) 0x80})));
    extensions.add(extension(Der.oid(2, 5, 29, 37), Der.sequence(purpose)));
    extensions.add(extension(Der.oid(2, 5, 29, 14), Der.octets(keyId(keys.getPublic()))));
    byte[] authorityKey = Der.tagged(0x80, keyId(authority.keys().getPublic()));
    extensions.add(extension(Der.oid(2, 5, 29, 35), Der.sequence(authorityKey)));
    if (names.length > 0) {
      byte[][] alternatives = new byte[names.length][];
      for (int i = 0; i < names.length; i++) {
        alternatives[i] = alternativeName(names[i]);
      }
      extensions.add(extension(Der.oid(2, 5, 29, 17), Der.sequence(alternatives)));
    }
    return sign(
        new X500Principal("CN=" + commonName),
        authority.x509().getSubjectX500Principal(),
        keys,
        authority.keys(),
        extensions,
        from,
        until);
  }

  private static byte[] alternativeName(String name) {
    if (name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
      return Der.tagged(0x87, InetAddress.ofLiteral(name).getAddress());
    }
    return Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] extension(byte[] oid, byte[] value) {
    return Der.sequence(oid, Der.octets(value));
  }

  private static byte[] critical(byte[] oid, byte[] value) {
    return Der.sequence(oid, new byte[] {1, 1, (byte) 0xFF}, Der.octets(value));
  }

  private static Issued sign(
      X500Principal subject,
      X500Principal issuer,
      KeyPair keys,
      KeyPair issuerKeys,
      List<byte[]> extensions,
      Instant from,
      Instant until) {
    byte[] body =
        Der.sequence(
            Der.tagged(0xA0, new byte[] {2, 1, 2}),
            Der.tagged(0x02, serial().toByteArray()),
            ECDSA_WITH_SHA256,
            issuer.getEncoded(),
            Der.sequence(time(from), time(until)),
            subject.getEncoded(),
            keys.getPublic().getEncoded(),
            Der.tagged(0xA3, Der.sequence(extensions.toArray(byte[][]::new))));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(issuerKeys.getPrivate());
      signature.update(body);
      byte[] der = Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      return new Issued(
          parse(der),
          keys,
          pem("CERTIFICATE", der),
          pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] keyId(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return java.util.Arrays.copyOf(digest, 20);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static BigInteger serial() {
    return new BigInteger(120, random).setBit(119);
  }

  private static Duration year() {
    return Duration.ofDays(365);
  }

  private static byte[] time(Instant instant) {
    return Der.tagged(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
