package io.mcpgateway.testkit.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.testkit.TestClock;
import io.mcpgateway.testkit.TestKey;
import io.mcpgateway.testkit.TestToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other tests take for granted. */
class TestAuthorizationServerTest {
  private static final String BACK = "http://127.0.0.1:1/back";
  private static final String RESOURCE = "https://gateway.example/crm/mcp";
  // The pair of RFC 7636 appendix B.
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final TestClock clock = new TestClock();
  private final TestAuthorizationServer server =
      TestAuthorizationServer.start("/realms/corp", clock);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    server.close();
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/.well-known/oauth-authorization-server/realms/corp",
    "/.well-known/openid-configuration/realms/corp",
    "/realms/corp/.well-known/openid-configuration",
  })
  void metadataIsWhereAnybodyLooks(String path) throws Exception {
    assertThat(json(get(URI.create(server.issuer()).resolve(path))))
        .containsEntry("issuer", server.issuer())
        .containsEntry("token_endpoint", server.at(Endpoint.TOKEN).toString());
  }

  @Test
  void aCodeWithPkceGivesATokenForTheResource() throws Exception {
    OAuthClient client = aPublicClient();
    Map<String, String> back = authorize(client, Map.of());

    assertThat(back).containsEntry("iss", server.issuer()).containsEntry("state", "s1");
    Map<String, Object> answer = json(token(redeeming(client, back, VERIFIER)));
    assertThat(claims(answer))
        .containsEntry("aud", RESOURCE)
        .containsEntry("scope", "read")
        .containsEntry("client_id", client.id());
  }

  @Test
  void aCodeNeedsItsVerifierAndIsGoodForOnce() throws Exception {
    OAuthClient client = aPublicClient();
    Map<String, String> back = authorize(client, Map.of());

    assertThat(json(token(redeeming(client, back, VERIFIER + "x"))))
        .containsEntry("error", "invalid_grant");
    assertThat(json(token(redeeming(client, back, VERIFIER))))
        .containsEntry("error", "invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "code_challenge_method, plain, invalid_request",
    "response_type, token, unsupported_response_type",
    "resource, https://gateway.example/#part, invalid_target",
    "resource, relative, invalid_target",
  })
  void aBadAuthorizationRequestIsSaidToTheClient(String name, String value, String error)
      throws Exception {
    assertThat(authorize(aPublicClient(), Map.of(name, value))).containsEntry("error", error);
  }

  @Test
  void nobodyIsSentToAnUnknownRedirectUri() throws Exception {
    HttpResponse<String> answer =
        get(authorization(aPublicClient(), Map.of("redirect_uri", BACK + "/more")));

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void aRefreshTokenIsGoodForOnceAndItsReuseEndsTheFamily() throws Exception {
    OAuthClient client = aPublicClient();
    Map<String, String> back = authorize(client, Map.of());
    Map<String, Object> first = json(token(redeeming(client, back, VERIFIER)));
    Map<String, Object> second = json(token(refreshing(client, first)));

    assertThat(json(token(refreshing(client, first)))).containsEntry("error", "invalid_grant");
    assertThat(json(token(refreshing(client, second)))).containsEntry("error", "invalid_grant");
  }

  @Test
  void anExchangedTokenSaysWhoActs() throws Exception {
    register("gateway");
    register("service");
    String of = server.token(RESOURCE).claim("scope", "read write").sign();
    String once = exchange("gateway", of, "https://one.example");
    String twice = exchange("service", once, "https://two.example");

    assertThat(Jws.read(twice).claims())
        .containsEntry("sub", "alice")
        .containsEntry("aud", "https://two.example")
        .containsEntry("scope", "read write")
        .containsEntry("act", Map.of("sub", "service", "act", Map.of("sub", "gateway")));
  }

  @Test
  void anIdentityAssertionIsGoodAtTheServerThatTrustsItsIssuer() throws Exception {
    register("gateway");
    String of = server.token(RESOURCE).sign();
    try (TestAuthorizationServer other = TestAuthorizationServer.start("", clock)) {
      other.trust(server);
      other.register(
          OAuthClient.of("gateway", new OAuthClient.Authentication.Basic("secret of gateway")));
      Map<String, String> first = exchanging(of, other.issuer());
      first.put("requested_token_type", Exchanges.ID_JAG);
      first.put("resource", "https://upstream.example/mcp");
      Object assertion =
          json(post("gateway", server.at(Endpoint.TOKEN), first)).get("access_token");
      Map<String, String> second =
          Map.of("grant_type", Exchanges.JWT_BEARER, "assertion", String.valueOf(assertion));

      Object token = json(post("gateway", other.at(Endpoint.TOKEN), second)).get("access_token");
      assertThat(Jws.read(String.valueOf(token)).claims())
          .containsEntry("iss", other.issuer())
          .containsEntry("sub", "alice")
          .containsEntry("aud", "https://upstream.example/mcp");
      assertThat(json(post("gateway", other.at(Endpoint.TOKEN), second)))
          .containsEntry("error", "invalid_grant");
    }
  }

  @Test
  void aClientMayShowAKeyInsteadOfASecret() throws Exception {
    TestKey key = TestKey.generate("ES256");
    server.register(
        OAuthClient.of(
            "signer",
            new OAuthClient.Authentication.Assertion(Map.of(key.kid(), key.pair().getPublic()))));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion(key, server.issuer()));

    assertThat(json(token(form))).containsKey("access_token");
    assertThat(json(token(form))).as("a second time").containsEntry("error", "invalid_client");
    form.put("client_assertion", assertion(key, "https://else.example"));
    assertThat(json(token(form))).as("for another").containsEntry("error", "invalid_client");
  }

  @Test
  void introspectionKnowsWhatExpiredAndWhatWasRevoked() throws Exception {
    register("gateway");
    server.enable(Feature.OPAQUE_TOKENS);
    Object opaque =
        json(post("gateway", server.at(Endpoint.TOKEN), ownToken())).get("access_token");
    Map<String, String> question = Map.of("token", String.valueOf(opaque));

    assertThat(json(post("gateway", server.at(Endpoint.INTROSPECT), question)))
        .containsEntry("active", true)
        .containsEntry("sub", "gateway");
    clock.advance(Duration.ofMinutes(6));
    assertThat(json(post("gateway", server.at(Endpoint.INTROSPECT), question)))
        .isEqualTo(Map.of("active", false));

    Map<String, String> revoked = Map.of("token", server.token(RESOURCE).sign());
    post("gateway", server.at(Endpoint.REVOKE), revoked);
    assertThat(json(post("gateway", server.at(Endpoint.INTROSPECT), revoked)))
        .isEqualTo(Map.of("active", false));
    assertThat(post("", server.at(Endpoint.INTROSPECT), revoked).statusCode()).isEqualTo(401);
  }

  @Test
  void aProofBindsTheTokenToItsKeyOnceItHasTheNonce() throws Exception {
    OAuthClient client = aPublicClient();
    TestKey key = TestKey.generate("ES256");
    server.demandNonce("n1");
    Map<String, String> back = authorize(client, Map.of());
    Map<String, String> form = redeeming(client, back, VERIFIER);

    HttpResponse<String> challenge = token(form, proof(key, ""));
    assertThat(json(challenge)).containsEntry("error", "use_dpop_nonce");
    assertThat(challenge.headers().firstValue("dpop-nonce")).contains("n1");
    Map<String, Object> answer = json(token(form, proof(key, "n1")));
    assertThat(answer).containsEntry("token_type", "DPoP");
    assertThat(claims(answer))
        .containsEntry("cnf", Map.of("jkt", key.publicJwk().computeThumbprint().toString()));
  }

  @Test
  void aClientMayBeTheDocumentThatItsIdPointsTo() throws Exception {
    try (TestAuthorizationServer web = TestAuthorizationServer.start()) {
      String id = web.at(Endpoint.REGISTER).toString();
      OAuthClient client =
          new OAuthClient(id, new OAuthClient.Authentication.None(), List.of(BACK));
      web.misbehave(Endpoint.REGISTER, document(id));
      assertThat(authorize(client, Map.of())).containsKey("code");

      web.misbehave(Endpoint.REGISTER, document("https://else.example/client"));
      assertThat(get(authorization(client, Map.of())).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aClientMayRegisterItself() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.at(Endpoint.REGISTER))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Json.write(
                        Map.of(
                            "redirect_uris", List.of(BACK), "token_endpoint_auth_method", "none"))))
            .build();
    Map<String, Object> registered = json(send(request));

    assertThat(registered).containsKey("client_id").doesNotContainKey("client_secret");
    OAuthClient client =
        new OAuthClient(
            String.valueOf(registered.get("client_id")),
            new OAuthClient.Authentication.None(),
            List.of());
    assertThat(authorize(client, Map.of())).containsKey("code");
  }

  @Test
  void itLiesAndMisbehavesUntilItIsToldToBehave() throws Exception {
    server.lie(Lie.METADATA_ISSUER, "https://else.example");
    server.misbehave(Endpoint.KEYS, new Misbehaviour.Padded(60_000));
    assertThat(json(get(server.at(Endpoint.METADATA))))
        .containsEntry("issuer", "https://else.example");
    assertThat(get(server.at(Endpoint.KEYS)).body()).hasSize(60_000);

    server.behave();
    assertThat(json(get(server.at(Endpoint.METADATA)))).containsEntry("issuer", server.issuer());
    assertThat(get(server.at(Endpoint.KEYS)).body()).hasSizeLessThan(60_000);
    assertThat(server.count(Endpoint.KEYS)).isEqualTo(2);
  }

  // What a client does.

  private OAuthClient aPublicClient() {
    return server.register(
        new OAuthClient("app", new OAuthClient.Authentication.None(), List.of(BACK)));
  }

  private void register(String id) {
    server.register(OAuthClient.of(id, new OAuthClient.Authentication.Basic("secret of " + id)));
  }

  private URI authorization(OAuthClient client, Map<String, String> changes) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client.id());
    query.put("redirect_uri", BACK);
    query.put("code_challenge", CHALLENGE);
    query.put("code_challenge_method", "S256");
    query.put("resource", RESOURCE);
    query.put("scope", "read");
    query.put("state", "s1");
    query.putAll(changes);
    return URI.create(server.at(Endpoint.AUTHORIZE) + "?" + form(query));
  }

  /** What the redirect back says. */
  private Map<String, String> authorize(OAuthClient client, Map<String, String> changes)
      throws Exception {
    HttpResponse<String> answer = get(authorization(client, changes));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    URI back = URI.create(answer.headers().firstValue("location").orElseThrow());
    Map<String, String> said = new LinkedHashMap<>();
    for (String pair : back.getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      said.put(parts[0], OAuthRequest.decoded(parts[1]));
    }
    return said;
  }

  private static Map<String, String> redeeming(
      OAuthClient client, Map<String, String> back, String verifier) {
    return Map.of(
        "grant_type",
        "authorization_code",
        "client_id",
        client.id(),
        "code",
        back.getOrDefault("code", ""),
        "redirect_uri",
        BACK,
        "code_verifier",
        verifier,
        "resource",
        RESOURCE);
  }

  private static Map<String, String> refreshing(OAuthClient client, Map<String, Object> answer) {
    return Map.of(
        "grant_type", "refresh_token",
        "client_id", client.id(),
        "refresh_token", String.valueOf(answer.get("refresh_token")));
  }

  private static Map<String, String> ownToken() {
    return Map.of("grant_type", "client_credentials");
  }

  private static Map<String, String> exchanging(String token, String audience) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", Exchanges.TOKEN_EXCHANGE);
    form.put("subject_token", token);
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", audience);
    return form;
  }

  private String exchange(String client, String token, String audience) throws Exception {
    Map<String, Object> answer =
        json(post(client, server.at(Endpoint.TOKEN), exchanging(token, audience)));
    return String.valueOf(answer.get("access_token"));
  }

  private String assertion(TestKey key, String audience) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims =
        Map.of(
            "iss",
            "signer",
            "sub",
            "signer",
            "aud",
            audience,
            "exp",
            now + 60,
            "jti",
            "j" + audience);
    String header = Json.write(Map.of("alg", key.algorithm(), "kid", key.kid()));
    return TestToken.sign(key, header, Json.write(claims));
  }

  private String proof(TestKey key, String nonce) {
    Map<String, Object> header =
        Map.of("typ", "dpop+jwt", "alg", "ES256", "jwk", key.publicJwk().toJSONObject());
    Map<String, Object> claims =
        Map.of(
            "jti",
            "p" + nonce,
            "htm",
            "POST",
            "htu",
            server.at(Endpoint.TOKEN).toString(),
            "iat",
            clock.instant().getEpochSecond(),
            "nonce",
            nonce);
    return TestToken.sign(key, Json.write(header), Json.write(claims));
  }

  private static Misbehaviour document(String id) {
    return new Misbehaviour.Says(
        "application/json", Json.write(Map.of("client_id", id, "redirect_uris", List.of(BACK))));
  }

  private HttpResponse<String> token(Map<String, String> form) throws Exception {
    return post("", server.at(Endpoint.TOKEN), form);
  }

  private HttpResponse<String> token(Map<String, String> form, String proof) throws Exception {
    return send(posting(server.at(Endpoint.TOKEN), form).header("DPoP", proof).build());
  }

  /** As a client with a secret, if it is not empty. */
  private HttpResponse<String> post(String client, URI to, Map<String, String> form)
      throws Exception {
    HttpRequest.Builder request = posting(to, form);
    Optional.of(client)
        .filter(id -> !id.isEmpty())
        .ifPresent(id -> request.header("Authorization", "Basic " + basic(id)));
    return send(request.build());
  }

  private static HttpRequest.Builder posting(URI to, Map<String, String> form) {
    return HttpRequest.newBuilder(to)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form(form)));
  }

  private static String basic(String id) {
    String pair = id + ":" + encoded("secret of " + id);
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String form(Map<String, String> values) {
    StringBuilder form = new StringBuilder();
    values.forEach((name, value) -> form.append(name + "=" + encoded(value) + "&"));
    return form.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(URI from) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(from).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Map<String, Object> claims(Map<String, Object> answer) {
    return Jws.read(String.valueOf(answer.get("access_token"))).claims();
  }

  private static Map<String, Object> json(HttpResponse<String> answer) {
    return Json.object(answer.body());
  }
}
