package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.ClientHop;
import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.ScriptedUpstream.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What of a client's header goes upstream is a list of names, and everything else stays here. */
class AllowedHeadersTest {
  private static final String SECRET = "clients-own";

  private static final List<String> HOSTILE =
      List.of(
          "authorization",
          "proxy-authorization",
          "proxy-authenticate",
          "cookie",
          "set-cookie",
          "dpop",
          "x-api-key",
          "api-key",
          "x-mcp-identity",
          "x-mcp-authorized",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-forwarded-user",
          "x-forwarded-access-token",
          "x-auth-request-user",
          "x-amzn-oidc-data",
          "x-real-ip",
          "forwarded",
          "via",
          "client-cert",
          "x-client-cert",
          "x-ssl-client-cert",
          "baggage",
          "b3",
          "x-request-id",
          "origin",
          "referer",
          "user-agent",
          "host",
          "connection",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "content-encoding",
          "mcp-session-id",
          "mcp-method",
          "mcp-name",
          "mcp-protocol-version",
          "mcp-param",
          "mcp-params-x",
          "last-event-id");

  private static final Set<String> GATEWAYS =
      Set.of(
          "host",
          "authorization",
          "x-mcp-identity",
          "accept",
          "accept-encoding",
          "content-type",
          "content-length",
          "mcp-protocol-version",
          "mcp-method",
          "mcp-name",
          "mcp-param-region",
          "mcp-session-id",
          "last-event-id",
          "traceparent");

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();

  @Test
  void aModernRequestHasTheGatewaysFieldsAlone() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> out.respond(200, "application/json", ModernRelayTest.RESULT));

    fixture.send(hostile(Exchanges.modern(ModernRelayTest.CALL))).whole();

    check(upstream.requests().getFirst());
  }

  @Test
  void legacyRequestsHaveTheGatewaysFieldsAlone() {
    ScriptedUpstream upstream =
        fixture.serve(UpstreamProtocol.LEGACY, (_, out) -> out.respond(405, "", ""));
    Session session = Exchanges.resuming("e1");

    fixture.send(hostile(Exchanges.legacy(ModernRelayTest.CALL, session))).whole();
    fixture.send(hostile(Exchanges.legacy(new Operation.OpenStream(), session))).whole();
    fixture.send(hostile(Exchanges.legacy(new Operation.EndSession(), session))).whole();

    assertThat(upstream.requests())
        .hasSize(3)
        .allSatisfy(
            request -> {
              check(request);
              assertThat(request.headers("mcp-session-id")).containsExactly("upstream-session");
              assertThat(request.head().toLowerCase(Locale.ROOT)).doesNotContain("mcp-param");
            });
  }

  @Test
  void aCredentialIsNotReplacedByWhatAClientSays() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> out.respond(200, "application/json", ModernRelayTest.RESULT));

    fixture.send(hostile(Exchanges.modern(ModernRelayTest.CALL))).whole();

    Request request = upstream.requests().getFirst();
    assertThat(request.headers("authorization")).containsExactly("Bearer own");
    assertThat(request.headers("x-mcp-identity")).containsExactly("signed");
  }

  @Test
  void aTraceThatIsNoneCarriesNothingAlong() {
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (_, out) -> out.respond(200, "application/json", ModernRelayTest.RESULT));

    fixture
        .send(
            Exchanges.modern(
                ModernRelayTest.CALL, Map.of("traceparent", SECRET, "tracestate", "a=" + SECRET)))
        .whole();

    assertThat(upstream.requests().getFirst().head()).doesNotContain(SECRET);
  }

  private static void check(Request request) {
    assertThat(request.head()).doesNotContain(SECRET);
    Set<String> names =
        request
            .head()
            .lines()
            .skip(1)
            .filter(line -> !line.isEmpty())
            .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(GATEWAYS).containsAll(names);
  }

  /** The same exchange of a client that tries every name. */
  private static Exchange hostile(Exchange exchange) {
    Map<String, String> headers = new HashMap<>();
    HOSTILE.forEach(name -> headers.put(name, SECRET));
    headers.put("mcp-param-region", "eu");
    headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    ClientHop hop = exchange.client();
    return exchange
        .with(
            new ClientHop(
                hop.era(),
                hop.protocolVersion(),
                hop.clientName(),
                Exchanges.of(headers),
                hop.session()))
        .with(new Credential(Map.of("authorization", "Bearer own", "x-mcp-identity", "signed")));
  }
}
