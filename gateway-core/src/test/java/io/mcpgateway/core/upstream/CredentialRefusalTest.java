package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upstream says of the gateway's credential stays between the two. */
class CredentialRefusalTest {
  private static final String CALL = ModernRelayTest.CALL;
  private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";

  private final AtomicInteger refused = new AtomicInteger();

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | '' | 1",
        "401 | Bearer resource_metadata=\"https://evil/\" | 1",
        "403 | '' | 0",
        "403 | Bearer error=\"insufficient_scope\" | 0",
        "403 | Bearer error=\"invalid_token\" | 1",
      })
  void aRefusedCredentialIsTheGatewaysTrouble(int status, String challenge, int drops) {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) ->
                out.send(
                    "HTTP/1.1 "
                        + status
                        + " No\r\nContent-Type: application/json\r\n"
                        + (challenge.isEmpty() ? "" : "WWW-Authenticate: " + challenge + "\r\n")
                        + "Content-Length: "
                        + RESULT.length()
                        + "\r\n\r\n"
                        + RESULT));

    RecordingSink reply = fixture.send(call("Bearer own"));

    assertThat(reply.refused())
        .isEqualTo(
            new Refusal.CredentialFailed(
                "crm", false, "the upstream refused the credential (status " + status + ")"));
    assertThat(reply.calls()).containsExactly("refuse credential-failed");
    assertThat(refused).hasValue(drops);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void aProbeWithARefusedCredentialSaysSo() {
    fixture.serve(UpstreamProtocol.AUTO, (_, out) -> out.respond(401, "text/plain", "no"));

    assertThat(fixture.send(call("Bearer own")).refused())
        .isInstanceOf(Refusal.CredentialFailed.class);
    assertThat(refused).hasValue(1);
  }

  @Test
  void aProbeWithSomebodyElsesCredentialIsAskedAgainWithTheOwn() {
    CountDownLatch gate = new CountDownLatch(1);
    fixture.serve(
        UpstreamProtocol.AUTO,
        (request, out) -> {
          if (request.headers("authorization").contains("Bearer bad")) {
            pass(gate);
            out.respond(401, "text/plain", "no");
          } else if (request.text().contains("server/discover")) {
            out.respond(
                200,
                "application/json",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"supportedVersions\":[\"2026-07-28\"]}}");
          } else if (request.text().contains("initialize")) {
            out.respond(404, "text/plain", "no");
          } else {
            out.respond(200, "application/json", RESULT);
          }
        });

    RecordingSink bad = fixture.send(call("Bearer bad"));
    RecordingSink good = fixture.send(call("Bearer good"));
    gate.countDown();

    assertThat(bad.refused()).isInstanceOf(Refusal.CredentialFailed.class);
    assertThat(good.whole()).containsExactly("begin JSON 200", "event " + RESULT, "end");
  }

  @Test
  void aListOfToolsThatIsRefusedDropsTheCredentialToo() {
    fixture.serve(UpstreamProtocol.MODERN, (_, out) -> out.respond(401, "text/plain", "no"));

    fixture.edge().loadTools(call("Bearer own")).join();

    Awaitility.await().untilAsserted(() -> assertThat(refused).hasValue(1));
  }

  private Exchange call(String authorization) {
    return Exchanges.modern(CALL)
        .with(new Credential(Map.of("authorization", authorization), refused::incrementAndGet));
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
