package io.mcpgateway.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a whole gateway itself asks of Keycloak, as the client whose id is the URL of its route; and
 * what it refuses on its own account. Each test has a realm and a route of its own.
 */
@ExtendWith(OneKeycloak.class)
class GatewayAsClientTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Http http = new Http();
  @TempDir private Path directory;
  private Path secret;
  private URI url;
  private Realm realm;

  @BeforeEach
  void open(Keycloak keycloak) throws Exception {
    url = Route.free();
    realm = Realm.create(keycloak, http, UUID.randomUUID().toString(), url.toString());
    secret = directory.resolve("client.secret");
    writeSecret();
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void aTokenIsRefusedOnceItsSessionEndedOrItWasRevoked() throws Exception {
    try (Route route = start(introspection(), "")) {
      String ended = realm.accessToken("ada");
      String revoked = realm.accessToken("root");
      String neither = realm.accessToken("root");
      for (String token : List.of(ended, revoked, neither)) {
        assertThat(route.call("search", token).body()).contains("from upstream");
      }

      realm.logOut("ada");
      realm.revoke(revoked);

      for (String token : List.of(ended, revoked)) {
        await().atMost(PATIENCE).until(() -> route.call("search", token).status() != 200);
        route.keepsOut(token);
      }
      assertThat(route.call("search", neither).body()).contains("from upstream");
    }
  }

  @Test
  void onlyWhomATokenIsForLearnsOfItByIntrospection() throws Exception {
    URI another = Route.free();
    String both =
        realm.login("ada", realm.addRoute(another.toString())).path("access_token").asText();
    String without = realm.login("ada", "openid").path("access_token").asText();

    assertThat(realm.introspect(without).path("active").asBoolean(true)).isFalse();
    try (Route route =
        Route.start(
            directory.resolve("another"),
            http,
            another,
            new Route.Setup(
                realm.issuer(),
                another.toString(),
                introspection() + ", allow-audience-array: true",
                ""))) {
      assertThat(route.call("search", both).body()).contains("from upstream");

      realm.logOut("ada");

      await().atMost(PATIENCE).until(() -> route.call("search", both).status() != 200);
      route.keepsOut(both);
    }
  }

  @Test
  void withoutKeycloakNobodyIsLetInUnaskedAndNoCallGoesUpstreamWithoutACredential(Keycloak keycloak)
      throws Exception {
    try (Route asking = start(introspection(), "");
        Route buying = start("second", Route.free(), "", clientCredentials())) {
      String token = realm.accessToken("ada");
      assertThat(asking.call("search", token).status()).isEqualTo(200);
      // Has keys then, but nothing for the upstream.
      assertThat(buying.call("refund", token).body()).contains("Unknown tool");

      keycloak.awayWhile(
          () -> {
            await().atMost(PATIENCE).until(() -> asking.call("search", token).status() != 200);
            long calls = asking.calls();
            Http.Answer unasked = asking.call("search", token);
            assertThat(unasked.status()).as(unasked.body()).isEqualTo(503);
            assertThat(unasked.body()).contains("\"reason\":\"unavailable\"");
            assertThat(asking.calls()).isEqualTo(calls);

            Http.Answer without = buying.call("search", token);
            assertThat(without.status()).as(without.body()).isEqualTo(503);
            assertThat(without.body()).contains("\"reason\":\"credential-failed\"");
            assertThat(buying.calls()).isZero();
          });

      await().atMost(PATIENCE).until(() -> asking.call("search", token).status() == 200);
      await().atMost(PATIENCE).until(() -> buying.call("search", token).status() == 200);
    }
  }

  @Test
  void theUpstreamSeesTheGatewaysOwnTokenAlsoAfterTheSecretChanged() throws Exception {
    try (Route route = start("", clientCredentials())) {
      String ada = realm.accessToken("ada");
      String root = realm.accessToken("root");
      String firstSecret = realm.secret();
      assertThat(route.call("search", ada).status()).isEqualTo(200);
      assertThat(route.call("search", root).status()).isEqualTo(200);
      String first = route.bearers().getFirst();
      assertThat(route.bearers()).containsExactly(first, first);

      realm.changeSecret();
      assertThat(ownTokenWith(firstSecret).status()).as("with the old secret").isEqualTo(401);
      writeSecret();

      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(route.call("search", ada).status()).isEqualTo(200);
                return !route.bearers().getLast().equals(first);
              });
      for (String token : List.of(first, route.bearers().getLast())) {
        assertThat(Jwt.subject(token)).isEqualTo(realm.serviceAccount());
        assertThat(Jwt.claims(token).path("azp").textValue()).isEqualTo(url.toString());
        assertThat(Jwt.claims(token).path("aud").textValue()).isEqualTo(Realm.UPSTREAM);
      }
      assertThat(route.sent())
          .allSatisfy(
              sent -> assertThat(sent).doesNotContain(ada, root, firstSecret, realm.secret()));
    }
  }

  @Test
  void theUpstreamSeesATokenOfItsOwnForEachCaller() throws Exception {
    try (Route route = start("", tokenExchange())) {
      String ada = realm.accessToken("ada");
      String root = realm.accessToken("root");
      for (String caller : List.of(ada, root, ada)) {
        Http.Answer answer = route.call("search", caller);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      }

      List<String> seen = route.bearers();
      assertThat(seen.stream().map(Jwt::subject))
          .containsExactly(Jwt.subject(ada), Jwt.subject(root), Jwt.subject(ada));
      assertThat(seen.getFirst()).isNotEqualTo(seen.get(1)).isEqualTo(seen.getLast());
      for (String token : seen) {
        assertThat(Jwt.claims(token).path("aud").textValue()).isEqualTo(Realm.UPSTREAM);
        assertThat(Jwt.claims(token).path("azp").textValue()).isEqualTo(url.toString());
        assertThat(Jwt.claims(token).has("act")).isFalse();
      }
      assertThat(route.sent())
          .allSatisfy(sent -> assertThat(sent).doesNotContain(ada, root, realm.secret()));
    }
  }

  @Test
  void aTokenWhoseSessionEndedIsNotExchangedAndTheCallGoesNowhere() throws Exception {
    try (Route route = start("", tokenExchange())) {
      String token = realm.accessToken("ada");
      realm.logOut("ada");

      Http.Answer answer = route.call("search", token);

      assertThat(answer.status()).as(answer.body()).isEqualTo(502);
      assertThat(answer.body()).contains("\"reason\":\"credential-failed\"");
      assertThat(route.calls()).isZero();
    }
  }

  @Test
  void aSubjectThatAnOperatorRevokedIsOutWithEveryTokenUntilThatIsLifted() throws Exception {
    try (Route route = start("", "")) {
      String token = realm.accessToken("ada");
      assertThat(route.call("search", token).status()).isEqualTo(200);

      JsonNode made =
          route
              .admin(
                  "POST",
                  "/revocations",
                  Map.of(
                      "terms",
                      Map.of("issuer", realm.issuer(), "subject", Jwt.subject(token)),
                      "reason",
                      "left the company",
                      "expiresIn",
                      "1h"))
              .expect(201)
              .json();

      route.keepsOut(token);
      route.keepsOut(realm.accessToken("ada"));
      assertThat(route.call("search", realm.accessToken("root")).status()).isEqualTo(200);

      String id = made.path("revocation").path("id").asText();
      route.admin("DELETE", "/revocations/" + id, "").expect(200);
      assertThat(route.call("search", token).status()).isEqualTo(200);
    }
  }

  private Route start(String ofIssuer, String ofUpstream) throws Exception {
    return start("first", url, ofIssuer, ofUpstream);
  }

  private Route start(String name, URI at, String ofIssuer, String ofUpstream) throws Exception {
    return Route.start(
        directory.resolve(name),
        http,
        at,
        new Route.Setup(realm.issuer(), url.toString(), ofIssuer, ofUpstream));
  }

  private String introspection() {
    return ", introspection: { " + client() + ", jwt: true, cache: 1s }";
  }

  private String clientCredentials() {
    return ", credential: { type: client-credentials, issuer: \"%s\", %s, scopes: [upstream] }"
        .formatted(realm.issuer(), client());
  }

  private String tokenExchange() {
    return ", credential: { type: token-exchange, issuer: \"%s\", %s, scopes: [upstream], audience: \"%s\" }"
        .formatted(realm.issuer(), client(), Realm.UPSTREAM);
  }

  private String client() {
    return "client-id: \"%s\", client-secret: \"${file:%s}\"".formatted(url, secret);
  }

  /** At once, as whoever rotates secrets should: half a file is never seen. */
  private void writeSecret() throws Exception {
    Path next = Files.writeString(directory.resolve("next.secret"), realm.secret());
    Files.move(next, secret, StandardCopyOption.ATOMIC_MOVE);
  }

  private Http.Answer ownTokenWith(String someSecret) throws Exception {
    return realm.token(
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            url.toString(),
            "client_secret",
            someSecret));
  }
}
