package io.mcpgateway.app.config;

import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Somebody whom the admin listener knows, and what they may do. */
public sealed interface AdminCaller {
  /** In audit records and logs. */
  String name();

  Permit permit();

  /** What somebody may do; each includes those before it. */
  enum Permit {
    /** Look at everything. */
    READ,
    /** Also change what the gateway does. */
    OPERATE
  }

  /**
   * Known by a token.
   *
   * @param secrets one, or several while one takes another's place
   */
  record ByToken(String name, Permit permit, List<SecretHash> secrets) implements AdminCaller {
    public ByToken {
      secrets = List.copyOf(secrets);
    }
  }

  /** Known by the name in a certificate that an authority of {@code client-ca} has signed. */
  record BySubject(String name, Permit permit, X500Principal subject) implements AdminCaller {}

  /**
   * Known by one certificate.
   *
   * @param fingerprint the SHA-256 of its DER form, as hexadecimal digits in lower case
   */
  record ByFingerprint(String name, Permit permit, String fingerprint) implements AdminCaller {}
}
