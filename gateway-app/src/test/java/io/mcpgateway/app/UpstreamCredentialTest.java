package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole gateways that get tokens for their upstreams. */
class UpstreamCredentialTest {
  private static final String RESULT =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[]}}";

  @TempDir Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Calls calls = new Calls(client);
  private final AtomicInteger issued = new AtomicInteger();

  /** The tokens that callers were given, by subject. */
  private final Map<String, String> subjects = new ConcurrentHashMap<>();

  private final TestIssuer issuer = TestIssuer.start();
  private volatile int upstreamStatus = 200;
  private final ScriptedUpstream upstream =
      ScriptedUpstream.start(
          (request, out) -> {
            if (upstreamStatus != 200) {
              out.send(
                  "HTTP/1.1 "
                      + upstreamStatus
                      + " X\r\nWWW-Authenticate: Bearer resource_metadata=\"https://evil/\"\r\n"
                      + "Content-Length: 0\r\n\r\n");
            } else if (request.text().contains("tools/list")) {
              out.respond(
                  200,
                  "application/json",
                  "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"tools\":[]}}");
            } else {
              out.respond(200, "application/json", RESULT);
            }
          });
  private final ScriptedUpstream tokens = ScriptedUpstream.start(this::token);

  @BeforeEach
  void secret() throws IOException {
    Files.writeString(directory.resolve("secret"), "old-secret\n");
    byte[] key = TestKey.generate("ES256").pair().getPrivate().getEncoded();
    Files.writeString(
        directory.resolve("identity.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
  }

  @AfterEach
  void close() {
    upstream.close();
    tokens.close();
    issuer.close();
    client.close();
  }

  @Test
  void theUpstreamSeesTheCallersExchangedTokenAndWhoTheyAre() throws Exception {
    try (Gateway gateway = start(exchange() + ", identity: { audience: crm }", "[corp]")) {
      String alice = token(gateway, "alice");
      String bob = token(gateway, "bob");

      assertThat(call(gateway, alice).body()).isEqualTo(RESULT);
      assertThat(call(gateway, bob).body()).isEqualTo(RESULT);
      assertThat(call(gateway, alice).body()).isEqualTo(RESULT);

      JWKSet published =
          JWKSet.parse(
              calls
                  .get(gateway.address("local").resolve("/.well-known/mcp-gateway/jwks.json"))
                  .body());
      List<String> seen =
          upstream.requests().stream()
              .filter(request -> request.text().contains("tools/call"))
              .map(request -> who(request, published))
              .toList();
      assertThat(seen)
          .containsExactly("for-alice as alice", "for-bob as bob", "for-alice as alice");
      assertThat(upstream.requests())
          .allSatisfy(
              request ->
                  assertThat(request.head() + request.text())
                      .doesNotContain(alice, bob, "spoofed", "cookie-value", "old-secret"));
      assertThat(tokens.requests()).hasSize(2);
      assertThat(metrics(gateway))
          .contains(
              "mcpgateway_credential_token_requests{upstream=\"crm\"} 2.0",
              "mcpgateway_credential_token_failures{upstream=\"crm\"} 0.0",
              "mcpgateway_credential_tokens{upstream=\"crm\"} 2.0");
      await().until(() -> audit().size() == 3);
      assertThat(String.join("\n", audit())).doesNotContain(alice, bob, "old-secret", "for-alice");
      assertThat(calls.get(gateway.adminAddress().resolve("/config")).body())
          .contains("${file:secret}")
          .doesNotContain("old-secret");
    }
  }

  @Test
  void whileNoTokenCanBeHadTheUpstreamHearsNothing() throws Exception {
    tokens.close();
    try (Gateway gateway = start(clientCredentials(), null)) {
      HttpResponse<String> refused = call(gateway, null);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
      assertThat(refused.body()).contains("\"reason\":\"credential-failed\"");
      assertThat(upstream.requests()).isEmpty();
      await().until(() -> audit().size() == 1);
      assertThat(audit().getFirst())
          .contains("credential-failed", "the authorization server cannot be asked");
    }
  }

  @Test
  void anUpstreamsChallengeStaysWithTheGateway() throws Exception {
    upstreamStatus = 401;
    try (Gateway gateway = start(clientCredentials(), null)) {
      HttpResponse<String> refused = call(gateway, null);

      assertThat(refused.statusCode()).isEqualTo(502);
      assertThat(refused.headers().firstValue("www-authenticate")).isEmpty();
      assertThat(refused.body())
          .contains("\"reason\":\"credential-failed\"")
          .doesNotContain("evil");
    }
  }

  @Test
  void aRotatedSecretIsUsedWithTheNextTokenAndOthersKeepTheirs() throws Exception {
    try (Gateway gateway = start(clientCredentials(), null)) {
      call(gateway, null);
      assertThat(lastSecret()).isEqualTo("gateway:old-secret");

      // Something else changes: the token stays.
      replace("policy.yaml", "roles: { anyone: { tools: [search] } }\n# changed\n");
      await().until(() -> metrics(gateway).contains("reloads_total{result=\"done\"} 1.0"));
      call(gateway, null);
      assertThat(tokens.requests()).hasSize(1);

      replace("secret", "new-secret\n");
      await().until(() -> metrics(gateway).contains("reloads_total{result=\"done\"} 2.0"));
      assertThat(call(gateway, null).body()).isEqualTo(RESULT);
      assertThat(tokens.requests()).hasSize(2);
      assertThat(lastSecret()).isEqualTo("gateway:new-secret");

      // A secret that is just being written, or lost: what is in force stays.
      replace("secret", "");
      await().until(() -> metrics(gateway).contains("reloads_total{result=\"refused\"} 1.0"));
      assertThat(call(gateway, null).body()).isEqualTo(RESULT);
    }
  }

  private void token(ScriptedUpstream.Request request, ScriptedUpstream.Connection out)
      throws IOException {
    String form = request.text();
    String token = "t" + issued.incrementAndGet();
    for (String name : List.of("alice", "bob")) {
      if (form.contains("subject_token=" + encoded(subjects.getOrDefault(name, "?")))) {
        token = "for-" + name;
      }
    }
    out.respond(
        200,
        "application/json",
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":1000}".formatted(token));
  }

  private String token(Gateway gateway, String subject) {
    String endpoint = gateway.address("local").resolve("/mcp").toString();
    String token = issuer.token(endpoint).claim("sub", subject).sign();
    subjects.put(subject, token);
    return token;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String who(ScriptedUpstream.Request request, JWKSet published) {
    try {
      JWSObject identity = JWSObject.parse(request.headers("x-mcp-identity").getFirst());
      boolean signed =
          identity.verify(
              new ECDSAVerifier(
                  published.getKeyByKeyId(identity.getHeader().getKeyID()).toECKey()));
      return request.headers("authorization").getFirst().substring("Bearer ".length())
          + (signed ? " as " : " says ")
          + identity.getPayload().toJSONObject().get("sub");
    } catch (Exception unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private String lastSecret() {
    String basic = tokens.requests().getLast().headers("authorization").getFirst();
    return new String(
        Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8);
  }

  private String clientCredentials() {
    return credential("client-credentials");
  }

  private String exchange() {
    return credential("token-exchange").replace(" }", ", audience: crm }");
  }

  private String credential(String type) {
    return "credential: { type: %s, token-url: \"%s\", client-id: gateway, client-secret: \"${file:secret}\" }"
        .formatted(type, tokens.url());
  }

  private Gateway start(String upstreamKeys, @Nullable String issuers) throws Exception {
    Files.writeString(directory.resolve("policy.yaml"), "roles: { anyone: { tools: [search] } }\n");
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
        admin: { address: "127.0.0.1:0" }
        issuers: [{ name: corp, issuer: "%s" }]
        identity: { keys: ["${file:identity.pem}"] }
        upstreams: [{ name: crm, url: "%s", protocol: modern, %s }]
        routes: [{ path: /mcp, upstream: crm, policy: policy.yaml, %s }]
        drain: 1s
        """
            .formatted(
                issuer.issuer(),
                upstream.url(),
                upstreamKeys,
                issuers == null ? "anonymous: true" : "authenticate: " + issuers));
    return Gateway.start(file, _ -> null);
  }

  private HttpResponse<String> call(Gateway gateway, @Nullable String token) throws Exception {
    URI endpoint = gateway.address("local").resolve("/mcp");
    return token == null
        ? calls.tool(endpoint, "search")
        : calls.tool(
            endpoint,
            "search",
            "authorization",
            "Bearer " + token,
            "x-mcp-identity",
            "spoofed",
            "cookie",
            "a=cookie-value");
  }

  private String metrics(Gateway gateway) throws Exception {
    return calls.get(gateway.adminAddress().resolve("/metrics")).body();
  }

  private List<String> audit() {
    return Trails.lines(directory.resolve("audit"));
  }

  private void replace(String name, String text) throws IOException {
    Path next = Files.writeString(directory.resolve(name + ".new"), text);
    Files.move(
        next,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
