package io.mcpgateway.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.config.AdminCaller;
import io.mcpgateway.app.config.AdminCaller.Permit;
import io.mcpgateway.app.config.AdminConfig;
import io.mcpgateway.app.config.SecretHash;
import io.mcpgateway.auth.revocation.Revocation;
import io.mcpgateway.auth.revocation.RevocationList;
import io.mcpgateway.auth.revocation.RevocationStore;
import io.mcpgateway.auth.revocation.Terms;
import io.mcpgateway.testkit.TestClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RevocationPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "o".repeat(40);
  private static final int LIMIT = 2;
  private static final String ALICE =
      "{\"terms\":{\"subject\":\"alice\"},\"expiresIn\":\"1h\",\"reason\":\"left\"}";

  private final TestClock clock = new TestClock();
  private final RecordingAudit audit = new RecordingAudit();
  private final RevocationList list = new RevocationList(clock, LIMIT, RevocationStore.NONE);
  private AdminServer admin;
  private AdminClient client;

  @BeforeEach
  void open() throws IOException {
    KnownNames known =
        new KnownNames(
            Set.of("https://idp.example"), Set.of("/crm/mcp"), Set.of("crm"), Set.of("refund"));
    admin =
        AdminServer.open(
            new AdminConfig(
                new InetSocketAddress("127.0.0.1", 0),
                null,
                List.of(
                    new AdminCaller.ByToken("ops", Permit.OPERATE, List.of(SecretHash.of(TOKEN))))),
            new RevocationPages(list, audit, () -> known, clock).endpoints(),
            new FailedAttempts(audit, clock, Duration.ZERO));
    client = new AdminClient(admin.url(), TOKEN, null);
  }

  @AfterEach
  void close() {
    client.close();
    admin.close();
  }

  @Test
  void whatIsRevokedIsOnRecordInForceAndListed() throws Exception {
    AdminClient.Reply reply = client.send("POST", "/revocations", ALICE);

    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    Revocation revocation = list.all().getFirst();
    JsonNode answer = JSON.readTree(reply.body());
    assertThat(answer.path("revocation").path("id").asText()).isEqualTo(revocation.id());
    assertThat(answer.path("kept").asBoolean()).isTrue();
    assertThat(answer.path("warnings")).isEmpty();
    assertThat(revocation.terms()).isEqualTo(Terms.of(Map.of("subject", "alice")));
    assertThat(revocation.expires()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThat(revocation.by()).isEqualTo("ops");
    assertThat(audit.events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.event()).isEqualTo("revocation-added");
              assertThat(event.by()).isEqualTo("ops");
              assertThat(event.terms()).isEqualTo(Map.of("subject", "alice"));
              assertThat(event.details())
                  .containsEntry("revocation", revocation.id())
                  .containsEntry("reason", "left")
                  .containsEntry("expires", "2026-11-20T13:00:00Z");
            });
    JsonNode listed = JSON.readTree(client.send("GET", "/revocations", null).body());
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0)).isEqualTo(answer.path("revocation"));
  }

  @Test
  void whatIsLiftedIsOnRecordAndNoLongerInForce() throws Exception {
    client.send("POST", "/revocations", ALICE);
    String path = "/revocations/" + list.all().getFirst().id();

    assertThat(client.send("DELETE", path, null).status()).isEqualTo(200);
    assertThat(list.all()).isEmpty();
    assertThat(audit.events.getLast().event()).isEqualTo("revocation-lifted");
    assertThat(client.send("DELETE", path, null).status()).isEqualTo(404);
    assertThat(audit.events).hasSize(2);
  }

  @Test
  void whatCannotBeRecordedIsNotDone() throws Exception {
    client.send("POST", "/revocations", ALICE);
    String path = "/revocations/" + list.all().getFirst().id();
    audit.broken = true;

    assertThat(client.send("POST", "/revocations", ALICE).status()).isEqualTo(503);
    assertThat(client.send("DELETE", path, null).status()).isEqualTo(503);
    assertThat(list.all()).hasSize(1);
  }

  @Test
  void aFullListSaysSo() throws Exception {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(client.send("POST", "/revocations", ALICE).status()).isEqualTo(201);
    }
    AdminClient.Reply reply = client.send("POST", "/revocations", ALICE);

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body()).contains("lift some");
    assertThat(audit.events.getLast().event()).isEqualTo("revocation-failed");
  }

  @Test
  void aNameThatNothingHasIsTakenWithAWarning() throws Exception {
    AdminClient.Reply reply =
        client.send(
            "POST",
            "/revocations",
            ALICE.replace("\"subject\":\"alice\"", "\"route\":\"/crm\",\"tool\":\"refund\""));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(JSON.readTree(reply.body()).path("warnings"))
        .singleElement()
        .satisfies(warning -> assertThat(warning.asText()).startsWith("route: /crm is no route"));
  }

  @Test
  void anEndMayBeATimeOrNone() throws Exception {
    String end = "\"expires\":\"2026-11-21T00:00:00Z\"";
    client.send("POST", "/revocations", ALICE.replace("\"expiresIn\":\"1h\"", end));
    client.send(
        "POST", "/revocations", ALICE.replace("\"expiresIn\":\"1h\"", "\"permanent\":true"));

    assertThat(list.all().getFirst().expires()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
    assertThat(list.all().getLast().expires()).isNull();
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        arguments("", "body: ", "one JSON object"),
        arguments("[]", "body: not one object", "one JSON object"),
        arguments(ALICE + "{}", "body: not one object", "one JSON object"),
        arguments("{", "body: no JSON", "one JSON object"),
        arguments(
            ALICE.replace("{\"terms", "{\"reason\":\"x\",\"terms"), "body: no JSON", "one JSON"),
        arguments(ALICE.replace("reason", "raeson"), "raeson: unknown member", "terms, reason"),
        arguments(ALICE.replace("\"left\"", "7"), "reason: 7", "a text"),
        arguments(ALICE.replace("left", " "), "reason: \" \"", "a text"),
        arguments(ALICE.replace("left", "\\u001b"), "reason: not visible text", "visible text"),
        arguments(ALICE.replace(",\"reason\":\"left\"", ""), "reason: missing", "a text"),
        arguments(ALICE.replace("\"subject\":\"alice\"", ""), "terms: none", "at least one of"),
        arguments(ALICE.replace("\"alice\"", "7"), "terms: ", "strings"),
        arguments(ALICE.replace("subject", "user"), "terms: unknown name", "one of"),
        arguments(
            ALICE.replace("{\"subject\":\"alice\"}", "\"alice\""), "terms: not an object", ""),
        arguments(ALICE.replace("\"expiresIn\":\"1h\",", ""), "expiresIn: no end", "exactly one"),
        arguments(
            ALICE.replace("\"1h\"", "\"1h\",\"permanent\":true"),
            "expiresIn: several ends",
            "exactly one"),
        arguments(ALICE.replace("1h", "1 hour"), "expiresIn: \"1 hour\"", "such as 30m"),
        arguments(ALICE.replace("\"1h\"", "3600"), "expiresIn: 3600", "a text"),
        arguments(ALICE.replace("1h", "0s"), "expiresIn: \"0s\"", "in the future"),
        arguments(ALICE.replace("1h", "367d"), "expiresIn: \"367d\"", "permanent: true"),
        arguments(
            ALICE.replace("\"expiresIn\":\"1h\"", "\"expires\":\"tomorrow\""),
            "expires: \"tomorrow\"",
            "a time such as"),
        arguments(
            ALICE.replace("\"expiresIn\":\"1h\"", "\"expires\":\"2026-11-20T12:00:00Z\""),
            "expires: ",
            "in the future"),
        arguments(
            ALICE.replace("\"expiresIn\":\"1h\"", "\"permanent\":false"),
            "permanent: false",
            "true, or"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void aBadBodyNamesMemberValueAndExpectationAndChangesNothing(
      String body, String problem, String expected) throws Exception {
    AdminClient.Reply reply = client.send("POST", "/revocations", body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body()).startsWith(problem).contains("(expected: ").contains(expected);
    assertThat(list.all()).isEmpty();
    assertThat(audit.events).isEmpty();
  }
}
