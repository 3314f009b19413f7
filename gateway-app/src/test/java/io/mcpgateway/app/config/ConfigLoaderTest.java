package io.mcpgateway.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpgateway.auth.token.ApiKey;
import io.mcpgateway.auth.token.ClaimPaths;
import io.mcpgateway.core.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {
  private static final String MINIMAL =
      """
      listeners:
        - { name: local, address: 127.0.0.1:8080, plaintext: true }
      upstreams:
        - { name: crm, url: http://127.0.0.1:9000/mcp }
      routes:
        - { path: /mcp, upstream: crm, anonymous: true, permit-all: true }
      """;

  @TempDir Path directory;

  @Test
  void aMinimalFileGetsDefaultsForEverythingElse() throws Exception {
    GatewayConfig gateway = load(MINIMAL).gateway();

    assertThat(gateway.admin().address().toString()).isEqualTo("/127.0.0.1:9090");
    assertThat(gateway.audit())
        .isEqualTo(AuditConfig.in(directory.resolve("audit"), AuditConfig.Mode.BATCH));
    assertThat(gateway.drain()).isEqualTo(Duration.ofSeconds(30));
    assertThat(gateway.upstreams().getFirst().protocol()).isEqualTo(UpstreamConfig.Protocol.AUTO);
    assertThat(gateway.upstreams().getFirst().credential()).isEqualTo(new CredentialConfig.None());
    assertThat(gateway.routes().getFirst().maxRequestBytes()).isEqualTo(4 << 20);
  }

  @Test
  void fiveMistakesAreFiveMessagesWithFileLineKeyValueAndExpectation() {
    String text =
        """
        listeners:
          - { name: local, address: localhost, plaintext: true }
        upstreams:
          - { name: crm, url: "ftp://127.0.0.1/", protocol: telepathy }
        routes:
          - { path: /mcp, upstream: crn, anonymous: true, permit-all: true }
        drain: soon
        """;

    assertThat(problems(text))
        .containsExactly(
            "gateway.yaml:2: listeners[0].address: \"localhost\" (expected: an IP address and a"
                + " port, such as 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8443)",
            "gateway.yaml:4: upstreams[0].url: \"ftp://127.0.0.1/\" (expected: an http or https"
                + " URL without user, query and fragment)",
            "gateway.yaml:4: upstreams[0].protocol: \"telepathy\" (expected: one of auto, modern,"
                + " legacy)",
            "gateway.yaml:6: routes[0].upstream: \"crn\" (expected: one of crm)",
            "gateway.yaml:7: drain: \"soon\" (expected: a duration such as 500ms, 30s or 5m, longer"
                + " than zero)");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("a route nobody guards", ", anonymous: true", "", "authenticate"),
        Arguments.of("a route without a policy", ", permit-all: true", "", "policy"),
        Arguments.of("both guarded and anonymous", "crm, a", "crm, authenticate: [x], a", "either"),
        Arguments.of("a path with dots", "path: /mcp", "path: /a/../mcp", "plain segments"),
        Arguments.of("an encoded path", "path: /mcp", "path: /%6Dcp", "plain segments"),
        Arguments.of("our own metadata", "path: /mcp", "path: /.well-known/x", "plain segments"),
        Arguments.of("an unknown key", "drain: 1s", "drian: 1s", "unknown key"),
        Arguments.of("plain text unsaid", ", plaintext: true", "", "plaintext: true said out loud"),
        Arguments.of("an origin with a path", "crm, a", "crm, origins: [https://a/b], a", "origin"),
        Arguments.of(
            "a scope with a blank", "crm, a", "crm, scopes: [\"a b\"], a", "a scope: visible"),
        Arguments.of(
            "a scope for refresh tokens",
            "crm, a",
            "crm, scopes: offline_access, a",
            "not offline"),
        Arguments.of(
            "scopes of nobody",
            "crm, a",
            "crm, scopes: [a], a",
            "no scopes on a route with anonymous"),
        Arguments.of(
            "another challenge", "crm, a", "crm, scope-challenge: grpc, a", "http, jsonrpc"),
        Arguments.of("no routes", "routes:", "roots:", "at least one route"),
        Arguments.of("a key twice", "drain: 1s", "drain: 1s\ndrain: 2s", "each key once"),
        Arguments.of("no YAML at all", "listeners:", "listeners: [", "valid YAML"),
        Arguments.of(
            "an issuer nobody defined",
            "anonymous: true",
            "authenticate: [corp]",
            "a name that is defined"),
        Arguments.of(
            "a secret in the file",
            "/mcp }",
            "/mcp, credential: { type: static, headers: { authorization: Bearer s3cr3t } } }",
            "secret by reference"),
        Arguments.of(
            "a missing variable",
            "/mcp }",
            "/mcp, credential: { type: static, headers: { x-key: \"${env:NOBODY}\" } } }",
            "${env:NAME} or ${file:PATH}"),
        Arguments.of(
            "a header of the gateway's own",
            "/mcp }",
            "/mcp, credential: { type: static, headers: { host: \"${env:TOKEN}\" } } }",
            "the gateway does not set"),
        Arguments.of(
            "a short session key",
            "drain: 1s",
            "sessions: { keys: \"${env:TOKEN}\" }",
            "at least 32"),
        Arguments.of(
            "a short masking key",
            "drain: 1s",
            "masking: { keys: [\"${env:LONG}\", \"${env:TOKEN}\"] }",
            "at least 32"),
        Arguments.of(
            "a masking key in the file",
            "drain: 1s",
            "masking: { keys: [0123456789abcdef0123456789abcdef] }",
            "secret by reference"),
        admin(
            "an open admin listener",
            "address: \"0.0.0.0:0\", plaintext: true",
            "tokens or clients"),
        admin(
            "an admin listener in plain text unsaid",
            "address: \"[::]:0\", tokens: [{ name: ops, token: \"${env:LONG}\" }]",
            "plaintext: true said out loud"),
        admin(
            "a short admin token",
            "tokens: [{ name: ops, token: \"${env:TOKEN}\" }]",
            "at least 32"),
        admin("an admin token in the file", "tokens: [{ name: ops, token: s3cr3t }]", "reference"),
        admin(
            "two admin tokens of one name",
            "tokens: [{ name: a, token: \"${env:LONG}\" }, { name: a, token: \"${env:LONG2}\" }]",
            "a name that nobody else has"),
        admin(
            "one admin token of two names",
            "tokens: [{ name: a, token: \"${env:LONG}\" }, { name: b, token: \"${env:LONG}\" }]",
            "a secret that nobody else has"),
        admin("clients without an authority", "clients: [{ name: a, subject: CN=a }]", "client-ca"),
        admin(
            "an authority without clients",
            "tls: { certificate: a, key: b, client-ca: c }",
            "client-ca and clients together"),
        admin(
            "a client of no name and no fingerprint",
            "tls: { certificate: a, key: b, client-ca: c }, clients: [{ name: a }]",
            "either subject or fingerprint"),
        admin(
            "a client whose name is empty",
            "tls: { certificate: a, key: b, client-ca: c }, clients: [{ name: a, subject: \"\" }]",
            "a distinguished name"),
        admin(
            "a short fingerprint",
            "tls: { certificate: a, key: b, client-ca: c }, clients: [{ name: a, fingerprint: AB }]",
            "64 hexadecimal digits"));
  }

  private static Arguments admin(String what, String keys, String expected) {
    return Arguments.of(what, "drain: 1s", "admin: { " + keys + " }", expected);
  }

  @Test
  void aSecretThatStandsInTheFileIsNotShown() {
    assertThat(problems(MINIMAL + "admin: { tokens: [{ name: ops, token: s3cr3t }] }\n"))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("token: ***").doesNotContain("s3cr3t"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakeIsOneMessage(String what, String right, String wrong, String expected) {
    String text = (MINIMAL + "drain: 1s\n").replace(right, wrong);

    assertThat(problems(text))
        .as(what)
        .anyMatch(problem -> problem.contains(expected))
        .noneMatch(problem -> problem.contains("s3cr3t"))
        .allMatch(problem -> problem.startsWith("gateway.yaml:"));
  }

  @Test
  void theNamesOfThePlatformAreNotThoseOfARoute() throws Exception {
    String policy =
        """
        roles: { anyone: { tools: [x] } }
        detectors: [{ name: projects, words: [bluebird] }]
        masks: [{ name: secret-projects, detect: [projects] }]
        """;
    Files.writeString(directory.resolve("policy.yaml"), policy);
    Files.writeString(directory.resolve("platform.yaml"), policy);

    assertThat(
            problems(
                MINIMAL.replace("permit-all: true", "policy: policy.yaml")
                    + "platform-policy: platform.yaml\n"))
        .containsExactly(
            "policy.yaml:2: detectors[0].name: \"projects\" (expected: a name that the"
                + " platform-policy does not have)",
            "policy.yaml:3: masks[0].name: \"secret-projects\" (expected: a name that the"
                + " platform-policy does not have)");
  }

  @Test
  void whatAPolicyAsksOfTokensMustBePossibleAndMeantWhereItIsUsed() throws Exception {
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        scopes: [{ tools: [refund], require: [crm:write] }]
        scope-hierarchy: { crm:admin: [crm:write, crm:raed, mcp:read], root: [crm:admin] }
        """);
    String guarded =
        MINIMAL
                .replace("permit-all: true", "policy: policy.yaml")
                .replace("anonymous: true", "authenticate: [corp], scopes: mcp:read")
            + "issuers: [{ name: corp, issuer: https://idp.example.com }]\n";

    assertThat(problems(guarded))
        .containsExactly(
            "policy.yaml:2: scope-hierarchy.crm:admin[1]: \"crm:raed\" (expected: a scope that this"
                + " policy or a route with it requires)");
    assertThat(problems(MINIMAL.replace("permit-all: true", "policy: policy.yaml")))
        .contains(
            "gateway.yaml:6: routes[0].policy: \"policy.yaml\" (expected: a policy without scopes"
                + " where callers are anonymous and have none)");
  }

  @Test
  void mistakesInApiKeysAreFoundInBothFilesAndNoValueOfThemIsShown() throws Exception {
    String hash = "0123456789abcdef".repeat(4);
    Files.writeString(
        directory.resolve("keys.yaml"),
        """
        keys:
          - { id: a, sha256: %s, principal: bot }
          - { id: c, sha256: s3cr3t, principal: bot, key: s3cr3t }
        more: 1
        """
            .formatted(hash.toUpperCase(Locale.ROOT)));

    assertThat(
            problems(
                MINIMAL
                    + """
                    issuers: [{ name: corp, issuer: https://idp.example.com }]
                    api-keys:
                      - name: robots
                        header: Cookie
                        keys:
                          - { id: a, sha256: %s, principal: bot }
                          - { id: b, principal: bot, expires: tomorrow, scopes: ["a b"] }
                        file: keys.yaml
                      - { name: corp }
                    """
                        .formatted(hash)))
        .containsExactly(
            "gateway.yaml:10: api-keys[0].header: \"Cookie\" (expected: a name of letters, digits and"
                + " dashes without a meaning of its own, such as x-api-key; none for Authorization:"
                + " Bearer)",
            "gateway.yaml:13: api-keys[0].keys[1].sha256: missing (expected: a value for this key)",
            "gateway.yaml:13: api-keys[0].keys[1].scopes[0]: \"a b\" (expected: a scope: visible"
                + " ASCII without blank, quote and backslash)",
            "gateway.yaml:13: api-keys[0].keys[1].expires: \"tomorrow\" (expected: a time with its"
                + " zone, such as 2027-01-01T00:00:00Z)",
            "gateway.yaml:15: api-keys[1].keys: (expected: keys, a file with keys, or both)",
            "gateway.yaml:15: api-keys[1].name: \"corp\" (expected: a name that no issuer has)",
            "keys.yaml:2: keys[0].id: \"a\" (expected: an id that no other key of the set has)",
            "keys.yaml:2: keys[0].sha256: *** (expected: a key that is nowhere else)",
            "keys.yaml:3: keys[1].key: unknown key (expected: one of id, sha256, principal, roles,"
                + " groups, claims, scopes, tenant, expires)",
            "keys.yaml:3: keys[1].sha256: *** (expected: the SHA-256 of the key as 64 hexadecimal"
                + " digits)",
            "keys.yaml:4: more: unknown key (expected: one of keys)");
  }

  @Test
  void whatPoliciesMayAskOfCallersKeepsItsType() throws Exception {
    LoadedConfig loaded =
        load(
            MINIMAL
                + """
                issuers:
                  - name: corp
                    issuer: https://idp.example.com
                    groups-claim: realm.groups
                    claims: [department, level]
                api-keys:
                  - name: robots
                    keys:
                      - id: a
                        sha256: %s
                        principal: bot
                        groups: [/crm]
                        claims: { department: "7", level: 7, lead: true, teams: [a, "b"] }
                """
                    .formatted("0123456789abcdef".repeat(4)));

    assertThat(loaded.gateway().issuers().getFirst().claims())
        .isEqualTo(
            new ClaimPaths("roles", null, null, "realm.groups", Set.of("department", "level")));
    ApiKey key = loaded.gateway().apiKeys().getFirst().keys().getFirst();
    assertThat(key.groups()).containsExactly("/crm");
    assertThat(key.claims())
        .isEqualTo(
            Map.of("department", "7", "level", 7L, "lead", true, "teams", List.of("a", "b")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ x: 1.5 } | claims.x: \"1.5\" (expected: a text, a whole number, true or false)",
        "{ x: { y: 1 } } | claims.x: a mapping (expected: a single value or a list)",
        "{ x: 99999999999999999999 } | claims.x: \"99999999999999999999\""
            + " (expected: a whole number of up to 64 bits)",
        "{ x: [1] } | claims: *** (expected: texts of up to 1024 characters, whole numbers, true,"
            + " false, and lists of up to 256 texts)"
      })
  void aClaimOfAnApiKeyIsWhatATokenCouldSay(String claims, String problem) throws Exception {
    assertThat(
            problems(
                MINIMAL
                    + "api-keys: [{ name: robots, keys: [{ id: a, principal: bot, sha256: "
                    + "0123456789abcdef".repeat(4)
                    + ", claims: "
                    + claims
                    + " }] }]\n"))
        .anyMatch(each -> each.endsWith("api-keys[0].keys[0]." + problem));
  }

  @Test
  void secretsComeFromVariablesAndFilesAndAreNeverShown() throws Exception {
    Files.writeString(directory.resolve("key"), "0123456789abcdef0123456789abcdef\n");
    Files.writeString(directory.resolve("masking"), "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm\n");
    LoadedConfig loaded =
        load(
            MINIMAL.replace(
                    "/mcp }",
                    "/mcp, credential: { type: static, headers: { Authorization: \"Bearer"
                        + " ${env:TOKEN}\" } } }")
                + "sessions: { keys: [\"${file:key}\"] }\n"
                + "masking: { keys: [\"${file:masking}\", \"${file:key}\"] }\n");

    assertThat(loaded.gateway().upstreams().getFirst().credential())
        .isEqualTo(new CredentialConfig.Static(Map.of("authorization", "Bearer t0k3n")));
    assertThat(loaded.gateway().sessions().keys())
        .containsExactly("0123456789abcdef0123456789abcdef");
    assertThat(loaded.gateway().masking().keys())
        .containsExactly("mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "0123456789abcdef0123456789abcdef");
    assertThat(loaded.toString()).doesNotContain("t0k3n", "0123456789abcdef", "mmmmmmmm");
    assertThat(loaded.texts().toString()).doesNotContain("t0k3n", "0123456789abcdef", "mmmmmmmm");
    assertThat(loaded.files()).contains(directory.resolve("key"), directory.resolve("masking"));
  }

  @Test
  void metadataIsNotPublishedWhereClientsWouldRefuseIt() throws Exception {
    String issuer = "issuers: [{ name: corp, issuer: https://%s, publish-metadata: true }]\n";
    String listener =
        MINIMAL.replace("plaintext: true", "plaintext: true, public-url: https://a.example");

    for (String text :
        List.of(
            MINIMAL + issuer.formatted("a.example"), listener + issuer.formatted("b.example"))) {
      assertThat(problems(text))
          .containsExactly(
              "gateway.yaml:7: issuers[0].publish-metadata: \"true\" (expected: an issuer with the"
                  + " scheme, host and port of a listener's public-url: clients refuse its metadata"
                  + " elsewhere)");
    }
    assertThat(load(listener + issuer.formatted("a.example/realms/corp")).gateway().issuers())
        .hasSize(1);
  }

  @Test
  void nobodyCouldSayWhichOfTwoIssuersIsToBeAskedAboutAToken() {
    String introspection =
        "introspection: { client-id: gateway, client-secret: \"${env:TOKEN}\" } }";
    String text =
        MINIMAL.replace("anonymous: true", "authenticate: [a, b]")
            + "issuers:\n  - { name: a, issuer: https://a.example, "
            + introspection
            + "\n  - { name: b, issuer: https://b.example, "
            + introspection
            + "\n";

    assertThat(problems(text))
        .singleElement()
        .asString()
        .startsWith("gateway.yaml:6: routes[0].authenticate: ")
        .endsWith("(expected: at most one issuer with introspection)");
  }

  @Test
  void aSecretFileThatIsMissingOrEmptyIsNamedWithItsKey() throws Exception {
    Files.writeString(directory.resolve("empty"), "\n");
    for (String file : List.of("missing", "empty")) {
      assertThat(
              problems(
                  MINIMAL.replace(
                      "/mcp }",
                      "/mcp, credential: { type: bearer, token: \"${file:" + file + "}\" } }")))
          .singleElement()
          .asString()
          .startsWith("gateway.yaml:4: upstreams[0].credential.token: ")
          .contains(file);
    }
  }

  @Test
  void theVersionFollowsTheText() throws Exception {
    String first = load(MINIMAL).version();

    assertThat(first).hasSize(12).matches("[0-9a-f]+");
    assertThat(load(MINIMAL).version()).isEqualTo(first);
    assertThat(load(MINIMAL + "# changed\n").version()).isNotEqualTo(first);
  }

  @Test
  void aMissingFileIsAProblemLikeAnyOther() {
    ConfigLoader loader = new ConfigLoader(directory.resolve("nothing.yaml"), _ -> null);

    assertThat(catchThrowableOfType(ConfigException.class, loader::load))
        .hasMessage("nothing.yaml:1: (expected: a readable text file)");
  }

  private LoadedConfig load(String text) throws IOException, ConfigException {
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(file, text);
    return new ConfigLoader(
            file, Map.of("TOKEN", "t0k3n", "LONG", "0".repeat(32), "LONG2", "1".repeat(32))::get)
        .load();
  }

  private List<String> problems(String text) {
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> load(text));
    return wrong.problems().stream().map(Problem::toString).toList();
  }
}
