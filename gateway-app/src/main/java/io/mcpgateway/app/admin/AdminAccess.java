package io.mcpgateway.app.admin;

import io.mcpgateway.app.config.AdminCaller;
import io.mcpgateway.app.config.AdminCaller.Permit;
import io.mcpgateway.app.config.SecretHash;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the admin listener knows, and what it says to the others. Immutable: a reload makes a new
 * one.
 *
 * @param local whether only this machine can ask: then looking is free
 */
record AdminAccess(List<AdminCaller> callers, boolean local) {
  private static final String SCHEME = "Bearer ";
  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String REALM = "Bearer realm=\"mcp-gateway-admin\"";

  /**
   * @param authorization the values of the header field
   * @param certificate what the client's TLS has proved, or null
   */
  Caller caller(List<String> authorization, @Nullable X509Certificate certificate) {
    if (callers.isEmpty()) {
      return new Caller.Nobody();
    }
    if (!authorization.isEmpty()) {
      // What was shown counts: a wrong token is never made up for by a certificate.
      return authorization.size() == 1 ? byToken(authorization.getFirst()) : new Caller.Stranger();
    }
    return certificate == null ? new Caller.Nobody() : byCertificate(certificate);
  }

  private Caller byToken(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Caller.Stranger();
    }
    SecretHash presented = SecretHash.of(authorization.substring(SCHEME.length()).strip());
    Caller found = new Caller.Stranger();
    // To the end, whoever it is.
    for (AdminCaller each : callers) {
      if (each instanceof AdminCaller.ByToken(String name, Permit permit, var secrets)) {
        for (SecretHash secret : secrets) {
          if (secret.matches(presented)) {
            found = new Caller.Known(name, permit);
          }
        }
      }
    }
    return found;
  }

  /** A certificate that is good but not listed is like none: its holder may not have chosen it. */
  private Caller byCertificate(X509Certificate certificate) {
    try {
      // Connections may live longer than what they began with.
      certificate.checkValidity();
      String fingerprint =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
      for (AdminCaller each : callers) {
        boolean same =
            switch (each) {
              case AdminCaller.ByToken _ -> false;
              case AdminCaller.BySubject known ->
                  known.subject().equals(certificate.getSubjectX500Principal());
              case AdminCaller.ByFingerprint known -> known.fingerprint().equals(fingerprint);
            };
        if (same) {
          return new Caller.Known(each.name(), each.permit());
        }
      }
      return new Caller.Nobody();
    } catch (GeneralSecurityException expired) {
      return new Caller.Stranger();
    }
  }

  /** Why the caller may not have what needs {@code need}, or null. */
  @Nullable Answer objection(Caller caller, @Nullable Permit need) {
    if (need == null) {
      return null;
    }
    return switch (caller) {
      case Caller.Known(String name, Permit permit) ->
          permit.compareTo(need) >= 0
              ? null
              : Answer.text(403, name + " may only look (permit: operate is needed)");
      case Caller.Nobody() when need == Permit.READ && local -> null;
      case Caller.Nobody() when callers.isEmpty() ->
          Answer.text(
              403,
              "nobody may do this: admin.tokens in gateway.yaml names nobody with permit: operate");
      case Caller.Nobody() -> Answer.text(401, "a token is needed").with(CHALLENGE, REALM);
      case Caller.Stranger() ->
          Answer.text(401, "the credential is not known")
              .with(CHALLENGE, REALM + ", error=\"invalid_token\"");
    };
  }
}
