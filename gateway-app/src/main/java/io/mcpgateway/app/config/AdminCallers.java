package io.mcpgateway.app.config;

import io.mcpgateway.app.config.AdminCaller.Permit;
import io.mcpgateway.core.config.YamlMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** Reads whom the admin listener knows. */
final class AdminCallers {
  /** Characters of a token; what is made with {@code openssl rand -hex 32} has 64. */
  private static final int MIN_TOKEN = 32;

  private static final int MAX_NAME = 64;
  private static final int FINGERPRINT_BYTES = 32;

  private AdminCallers() {}

  /** Those of {@code tokens} and of {@code clients}. */
  static List<AdminCaller> read(YamlMap admin) {
    List<AdminCaller> callers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<SecretHash> secrets = new HashSet<>();
    for (YamlMap each : admin.maps("tokens")) {
      AdminCaller.ByToken token = token(each, names);
      if (!token.secrets().stream().allMatch(secrets::add)) {
        each.problem("token", "a secret that nobody else has");
      }
      callers.add(token);
    }
    for (YamlMap each : admin.maps("clients")) {
      callers.add(client(each, names));
    }
    return callers;
  }

  private static AdminCaller.ByToken token(YamlMap map, Set<String> names) {
    String name = name(map, names);
    List<String> secrets = map.secrets("token");
    if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length() < MIN_TOKEN)) {
      map.problem("token", "secrets of at least " + MIN_TOKEN + " characters");
    }
    Permit permit = map.oneOf("permit", Permit.class, Permit.READ);
    map.finish();
    return new AdminCaller.ByToken(name, permit, secrets.stream().map(SecretHash::of).toList());
  }

  private static AdminCaller client(YamlMap map, Set<String> names) {
    String name = name(map, names);
    String subject = map.optionalString("subject");
    String fingerprint = map.optionalString("fingerprint");
    Permit permit = map.oneOf("permit", Permit.class, Permit.READ);
    if ((subject == null) == (fingerprint == null)) {
      map.problem("subject", "either subject or fingerprint");
    }
    if (subject != null && subject.isBlank()) {
      // Certificates with an empty name are issued, for many.
      map.problem("subject", "a distinguished name such as CN=ops,O=Example");
    }
    map.finish();
    return fingerprint == null
        ? new AdminCaller.BySubject(name, permit, subject(map, subject == null ? "" : subject))
        : new AdminCaller.ByFingerprint(name, permit, fingerprint(map, fingerprint));
  }

  private static String name(YamlMap map, Set<String> names) {
    String name = map.string("name");
    boolean plain =
        name.length() <= MAX_NAME
            && name.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._".indexOf(c) >= 0);
    if (!plain) {
      map.problem("name", "1 to " + MAX_NAME + " letters, digits, '.', '-' and '_'");
    } else if (!name.isEmpty() && !names.add(name)) {
      map.problem("name", "a name that nobody else has");
    }
    return name;
  }

  private static X500Principal subject(YamlMap map, String text) {
    try {
      return new X500Principal(text);
    } catch (IllegalArgumentException malformed) {
      map.problem("subject", "a distinguished name such as CN=ops,O=Example");
      return new X500Principal("");
    }
  }

  private static String fingerprint(YamlMap map, String text) {
    String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
    try {
      if (HexFormat.of().parseHex(digits).length == FINGERPRINT_BYTES) {
        return digits;
      }
    } catch (IllegalArgumentException malformed) {
      // Reported below, like one of another length.
    }
    map.problem("fingerprint", "a SHA-256 of 64 hexadecimal digits, with or without colons");
    return "";
  }
}
