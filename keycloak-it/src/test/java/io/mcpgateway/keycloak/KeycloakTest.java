package io.mcpgateway.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a gateway and a Keycloak that is configured as {@code docs/keycloak.md} says do together.
 */
@ExtendWith(OneKeycloak.class)
class KeycloakTest {
  private static final int CALLERS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir static Path directory;
  private static Http http;
  private static Keycloak keycloak;
  private static Realm realm;
  private static Route route;

  @BeforeAll
  static void open(Keycloak running) throws Exception {
    http = new Http();
    keycloak = running;
    URI url = Route.free();
    realm = Realm.create(keycloak, http, "corp", url.toString());
    route = Route.start(directory.resolve("first"), http, url, realm.issuer(), url.toString());
  }

  @AfterAll
  static void close() {
    route.close();
    http.close();
  }

  @Test
  void aTokenWithTheScopeOfTheRouteGetsIn() throws Exception {
    Http.Answer answer = route.call("search", realm.accessToken("ada"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("from upstream");
  }

  @Test
  void realmRolesDecideWhatMayBeCalled() throws Exception {
    assertThat(route.call("refund", realm.accessToken("root")).body()).contains("from upstream");
    assertThat(route.call("refund", realm.accessToken("ada")).body()).contains("Unknown tool");
  }

  @Test
  void aTokenWithoutTheScopeOfTheRouteStaysOut() throws Exception {
    route.keepsOut(realm.login("ada", "openid").path("access_token").asText());
  }

  @Test
  void anIdTokenStaysOutAlsoIfItIsForTheRoute() throws Exception {
    String token =
        realm
            .ownToken(
                Map.of(
                    "grant_type", "password",
                    "username", "ada",
                    "password", realm.password(),
                    "scope", "openid"))
            .path("id_token")
            .asText();

    assertThat(Jwt.claims(token).path("aud").textValue()).isEqualTo(route.url().toString());
    route.keepsOut(token);
  }

  @Test
  void aTokenOfAnotherRealmStaysOut() throws Exception {
    Realm other = Realm.create(keycloak, http, "other", route.url().toString());

    route.keepsOut(other.accessToken("ada"));
  }

  @Test
  void nobodyNoticesThatKeysChange() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Set<String> before = Set.of(keyOf(realm.accessToken("ada")));
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Set<String>>> working = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        working.add(callers.submit(() -> callUntil(enough)));
      }
      realm.addKey();
      await().atMost(PATIENCE).until(() -> !before.contains(keyOf(realm.accessToken("ada"))));
      long calls = route.calls();
      await().atMost(PATIENCE).until(() -> route.calls() > calls + 2 * CALLERS);
      enough.set(true);
      for (Future<Set<String>> worker : working) {
        assertThat(worker.get()).as("keys of the tokens").hasSize(2);
      }
    }
  }

  /** Each call with a new token, none of which may fail. Returns whose keys they were of. */
  private static Set<String> callUntil(AtomicBoolean enough) throws Exception {
    Set<String> keys = new HashSet<>();
    while (!enough.get()) {
      String token = realm.accessToken("ada");
      keys.add(keyOf(token));
      Http.Answer answer = route.call("search", token);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
    return keys;
  }

  @Test
  void callsGoOnWithoutKeycloakAndAGatewayThatStartsMeanwhileRecovers() throws Exception {
    String token = realm.accessToken("ada");
    assertThat(route.call("search", token).status()).isEqualTo(200);
    List<Route> started = new ArrayList<>();
    try {
      keycloak.awayWhile(
          () -> {
            Route second =
                Route.start(
                    directory.resolve("second"),
                    http,
                    Route.free(),
                    realm.issuer(),
                    route.url().toString());
            started.add(second);
            assertThat(route.call("search", token).status()).as("with keys").isEqualTo(200);
            assertThat(second.call("search", token).status()).as("without keys").isEqualTo(503);
            assertThat(second.calls()).isZero();
          });

      Route second = started.getFirst();
      await().atMost(PATIENCE).until(() -> second.call("search", token).status() == 200);
      assertThat(route.call("search", realm.accessToken("ada")).status()).isEqualTo(200);
    } finally {
      started.forEach(Route::close);
    }
  }

  @Test
  void theTypeScriptSdkFindsItsWayFromTheUrlOfTheRoute() throws Exception {
    realm.openRegistration();
    Path e2e = Path.of(System.getProperty("e2e"));
    assertThat(e2e.resolve("node_modules")).as("npm ci in e2e").exists();
    ProcessBuilder node = new ProcessBuilder("node", "keycloak/login.mjs").directory(e2e.toFile());
    node.environment().put("ROUTE", route.url().toString());
    node.environment().put("LOGIN", "ada");
    node.environment().put("PASSWORD", realm.password());
    Process client = node.redirectErrorStream(true).start();

    String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(client.waitFor()).as(said).isZero();
    assertThat(said).contains("SDK v2 auto: from upstream");
  }

  @Test
  void aServiceMayHaveATokenOfItsOwn() throws Exception {
    String token =
        realm
            .ownToken(Map.of("grant_type", "client_credentials", "scope", Realm.SCOPE))
            .path("access_token")
            .asText();

    // Let in, but without a role.
    assertThat(route.call("search", token).body()).contains("Unknown tool");
  }

  @Test
  void aTokenForTheRouteCanBeExchangedForOneForTheUpstream() throws Exception {
    String token =
        realm
            .ownToken(
                Map.of(
                    "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                    "subject_token", realm.accessToken("ada"),
                    "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                    "audience", Realm.UPSTREAM,
                    "scope", "upstream"))
            .path("access_token")
            .asText();

    assertThat(Jwt.claims(token).path("aud").textValue()).isEqualTo(Realm.UPSTREAM);
    assertThat(Jwt.claims(token).path("azp").textValue()).isEqualTo(route.url().toString());
    route.keepsOut(token);
  }

  @Test
  void introspectionKnowsThatASessionEnded() throws Exception {
    String token = realm.accessToken("root");
    assertThat(realm.introspect(token).path("active").asBoolean()).isTrue();

    realm.logOut("root");

    assertThat(realm.introspect(token).path("active").asBoolean()).isFalse();
  }

  private static String keyOf(String token) {
    return Jwt.header(token).path("kid").asText();
  }
}
