package io.mcpgateway.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpgateway.auth.credential.AuthorizationServer;
import io.mcpgateway.auth.credential.ClientCredentialsSettings;
import io.mcpgateway.auth.credential.IdentitySettings;
import io.mcpgateway.auth.credential.TokenExchangeSettings;
import io.mcpgateway.auth.credential.TokenTarget;
import io.mcpgateway.auth.credential.TokenType;
import io.mcpgateway.auth.server.ClientAuthentication;
import io.mcpgateway.auth.server.ServerAccess;
import io.mcpgateway.core.config.Problem;
import io.mcpgateway.testkit.TestKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialConfigTest {
  private static final String CLIENT =
      "type: client-credentials, token-url: \"https://as/t\", client-id: g";
  private static final String EXCHANGE =
      "type: token-exchange, token-url: \"https://as/t\", client-id: g, client-secret: \"${env:SECRET}\"";

  @TempDir Path directory;

  @BeforeEach
  void secrets() throws IOException {
    Files.writeString(directory.resolve("empty"), "\n");
    Files.writeString(directory.resolve("junk"), "hunter2");
    Files.writeString(directory.resolve("ec.pem"), pem("ES256"));
    Files.writeString(directory.resolve("rsa.pem"), pem("RS256"));
  }

  @Test
  void aGivenTokenIsABearerToken() throws Exception {
    assertThat(credential("type: bearer, token: \"${env:SECRET}\""))
        .isEqualTo(new CredentialConfig.Static(Map.of("authorization", "Bearer s3cret")));
  }

  @Test
  void clientCredentialsNameTheServerAndTheTarget() throws Exception {
    assertThat(
            credential(
                "type: client-credentials, issuer: \"https://as\", client-id: g, client-secret:"
                    + " \"${env:SECRET}\", scopes: [a, b], audience: crm, resource:"
                    + " \"https://crm/mcp\""))
        .isEqualTo(
            new CredentialConfig.ClientCredentials(
                new ClientCredentialsSettings(
                    new AuthorizationServer(
                        "https://as",
                        null,
                        new ClientAuthentication.SecretBasic("g", "s3cret"),
                        ServerAccess.DEFAULT),
                    new TokenTarget(List.of("a", "b"), "crm", URI.create("https://crm/mcp")))));
  }

  @Test
  void aKeyMeansPrivateKeyJwt() throws Exception {
    assertThat(
            credential(CLIENT + ", client-key: \"${file:ec.pem}\", client-key-id: k1").toString())
        .contains("PrivateKeyJwt[clientId=g, key=SigningKey[ES256 k1], audience=null]");
  }

  @Test
  void aTokenExchangeMayTakeTwoSteps() throws Exception {
    assertThat(
            credential(
                EXCHANGE
                    + ", resource: \"https://crm/mcp\", subject-token-type: id-token,"
                    + " keep-subject: false, max-tokens: 5, actor: { scopes: act }, id-jag: { issuer:"
                    + " \"https://crm-as\", client-id: h, client-auth: none, scopes: read }"))
        .isEqualTo(
            new CredentialConfig.TokenExchange(
                new TokenExchangeSettings(
                    new AuthorizationServer(
                        null,
                        URI.create("https://as/t"),
                        new ClientAuthentication.SecretBasic("g", "s3cret"),
                        ServerAccess.DEFAULT),
                    new TokenTarget(List.of(), null, URI.create("https://crm/mcp")),
                    TokenType.ID_TOKEN,
                    new TokenTarget(List.of("act"), null, null),
                    false,
                    new TokenExchangeSettings.Assertion(
                        new AuthorizationServer(
                            "https://crm-as",
                            null,
                            new ClientAuthentication.None("h"),
                            ServerAccess.DEFAULT),
                        new TokenTarget(List.of("read"), null, null)),
                    5)));
  }

  @Test
  void nothingPrintsASecret() throws Exception {
    assertThat(credential(EXCHANGE + ", audience: crm").toString()).doesNotContain("s3cret");
  }

  @Test
  void anIdentityIsReadWithItsDefaults() throws Exception {
    LoadedConfig loaded =
        load(
            "credential: { type: none }, identity: { audience: crm }",
            "identity: { keys: [\"${file:ec.pem}\"] }");

    assertThat(loaded.gateway().upstreams().getFirst().identity())
        .isEqualTo(new IdentitySettings("x-mcp-identity", "crm", Duration.ofSeconds(60)));
    assertThat(loaded.gateway().identity().keys()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: bearer, token: s3cr3t | credential.token: *** (expected: a secret by reference",
        "type: bearer, token: \"${file:empty}\" | token: \"${file:empty}\" (expected: a secret that is not empty)",
        "type: bearer, token: \"${file:nothing}\" | token: \"${file:nothing}\" (expected: a reference that can be read",
        "type: bearer, headers: { a: b } | credential.headers: unknown key",
        "type: none, token: x | credential.token: unknown key",
        "type: client-credentials, client-id: g, client-secret: \"${env:SECRET}\" | token-url: (expected: token-url or issuer)",
        "type: client-credentials, token-url: \"http://as/t\", client-id: g, client-secret: \"${env:SECRET}\" | token-url: \"http://as/t\" (expected: an https URL",
        "type: client-credentials, issuer: \"http://as\", client-id: g, client-secret: \"${env:SECRET}\" | issuer: \"http://as\" (expected: an https URL",
        "CLIENT | client-secret: missing (expected: a value",
        "CLIENT, client-secret: \"${file:empty}\" | client-secret: \"${file:empty}\" (expected: a secret that is not empty)",
        "CLIENT, client-secret: \"${file:nothing}\" | (expected: a reference that can be read",
        "CLIENT, client-secret: hunter2 | client-secret: *** (expected: a secret by reference",
        "CLIENT, client-auth: magic | client-auth: \"magic\" (expected: one of client-secret-basic, client-secret-post, private-key-jwt, none)",
        "CLIENT, client-auth: none, client-secret: \"${env:SECRET}\" | client-secret: \"${env:SECRET}\" (expected: no client-secret",
        "CLIENT, client-secret: \"${env:SECRET}\", client-key-id: k | client-key-id: \"k\" (expected: client-auth: private-key-jwt",
        "CLIENT, client-key: \"${file:junk}\" | client-key: \"${file:junk}\" (expected: a private RSA key",
        "CLIENT, client-key: \"${file:empty}\" | client-key: \"${file:empty}\" (expected: a secret that is not empty)",
        "CLIENT, client-key: \"${file:ec.pem}\", client-key-algorithm: RS256 | client-key: \"${file:ec.pem}\" (expected: a key of the algorithm's kind)",
        "CLIENT, client-key: \"${file:ec.pem}\", client-key-algorithm: HS256 | client-key-algorithm: \"HS256\" (expected: one of",
        "CLIENT, client-secret: \"${env:SECRET}\", scopes: \"a b\" | scopes: \"a b\" (expected: scopes without blanks",
        "CLIENT, client-secret: \"${env:SECRET}\", resource: crm | resource: \"crm\" (expected: an absolute URI",
        "CLIENT, client-secret: \"${env:SECRET}\", resource: \"a b\" | resource: \"a b\" (expected: an absolute URI",
        "CLIENT, client-secret: \"${env:SECRET}\", id-jag: {} | id-jag: unknown key",
        "EXCHANGE | audience: (expected: audience or resource",
        "EXCHANGE, audience: a, subject-token-type: saml | (expected: one of access-token, jwt, id-token)",
        "EXCHANGE, audience: a, id-jag: { issuer: \"https://i\", client-id: h, client-auth: none } | audience: \"a\" (expected: none beside id-jag",
        "EXCHANGE, id-jag: { token-url: \"https://i/t\", client-id: h, client-auth: none } | id-jag.issuer: (expected: the issuer of the upstream's",
        "EXCHANGE, audience: a | anonymous: \"true\" (expected: authenticate: the upstream's credential is made of the caller's token)",
      })
  void aMistakeSaysWhereAndWhatWasExpected(String text, String expected) {
    String credential = text.replace("CLIENT", CLIENT).replace("EXCHANGE", EXCHANGE);

    assertThat(problems("credential: { " + credential + " }", ""))
        .anyMatch(problem -> problem.contains(expected))
        .noneMatch(problem -> problem.contains("hunter2") || problem.contains("s3cr"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "identity: { audience: crm } | '' | identity: (expected: keys that sign",
        "identity: {} | KEYS | identity.audience: missing",
        "identity: { audience: crm, header: host } | KEYS | identity.header: \"host\" (expected: a header name the gateway does not set)",
        "identity: { audience: crm, life: 10m } | KEYS | identity.life: \"10m\" (expected: at most 5m)",
        "identity: { audience: crm, header: Authorization }, credential: { type: bearer, token: \"${env:SECRET}\" } | KEYS | identity.header: \"Authorization\" (expected: another header than the credential's)",
        "identity: { audience: crm } | identity: { keys: [\"${file:rsa.pem}\"] } | keys: a list (expected: P-256 or Ed25519 keys)",
        "identity: { audience: crm } | identity: { keys: \"${file:junk}\" } | identity.keys: \"${file:junk}\" (expected: a private RSA key",
        "identity: { audience: crm } | identity: { keys: \"${file:empty}\" } | identity.keys: \"${file:empty}\" (expected: a secret that is not empty)",
        "identity: { audience: crm } | identity: {} | identity.keys: (expected: at least one private key)",
        "identity: { audience: crm } | identity: { keys: [\"${file:ec.pem}\", \"${file:ec.pem}\"] } | (expected: keys with different names)",
      })
  void anIdentityThatCannotBeSignedOrSentIsAMistake(
      String upstream, String identity, String expected) {
    String keys = identity.replace("KEYS", "identity: { keys: [\"${file:ec.pem}\"] }");

    assertThat(problems(upstream, keys))
        .anyMatch(problem -> problem.contains(expected))
        .noneMatch(problem -> problem.contains("hunter2"));
  }

  private CredentialConfig credential(String text) throws Exception {
    // Somebody is authenticated, so that everything is allowed.
    return load("credential: { " + text + " }", "").gateway().upstreams().getFirst().credential();
  }

  private LoadedConfig load(String upstream, String more) throws IOException, ConfigException {
    return load("authenticate: [corp]", upstream, more);
  }

  private LoadedConfig load(String guard, String upstream, String more)
      throws IOException, ConfigException {
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        listeners: [{ name: local, address: "127.0.0.1:8080", plaintext: true }]
        issuers: [{ name: corp, issuer: "https://idp" }]
        upstreams: [{ name: crm, url: "http://127.0.0.1:9000/mcp", %s }]
        routes: [{ path: /mcp, upstream: crm, %s, permit-all: true }]
        %s
        """
            .formatted(upstream, guard, more));
    return new ConfigLoader(file, Map.of("SECRET", "s3cret")::get).load();
  }

  private List<String> problems(String upstream, String more) {
    ConfigException wrong =
        catchThrowableOfType(ConfigException.class, () -> load("anonymous: true", upstream, more));
    return wrong.problems().stream().map(Problem::toString).toList();
  }

  private static String pem(String algorithm) {
    byte[] key = TestKey.generate(algorithm).pair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getEncoder().encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
