package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.ScriptedUpstream.Request;
import io.mcpgateway.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolStageTest {
  private static final String TOOL = "{'name':'t','description':'A tool.','inputSchema':{}}";

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();
  private final TestClock clock = new TestClock(Instant.parse("2026-07-28T00:00:00Z"));

  private ScriptedUpstream serve(
      UpstreamProtocol protocol, boolean perCaller, Function<Request, String> tools) {
    ScriptedUpstream started =
        ScriptedUpstream.start(
            (request, out) ->
                out.respond(
                    200,
                    "application/json",
                    ("{'jsonrpc':'2.0','id':1,'result':{" + tools.apply(request) + "}}")
                        .replace('\'', '"')));
    fixture.own(started);
    UpstreamSettings plain = UpstreamSettings.of("crm", started.url(), protocol);
    fixture.reach(
        new UpstreamSettings(
            plain.name(),
            plain.url(),
            plain.protocol(),
            plain.connectTimeout(),
            plain.firstByteTimeout(),
            plain.idleTimeout(),
            plain.totalTimeout(),
            plain.maxMessageBytes(),
            plain.maxConnections(),
            plain.pooledIdle(),
            null,
            perCaller),
        clock);
    return started;
  }

  private Verdict apply(Exchange exchange, Stage... credentials) {
    return applyAs(UnaryOperator.identity(), exchange, credentials);
  }

  private Verdict applyAs(UnaryOperator<String> name, Exchange exchange, Stage... credentials) {
    return decided(
        new ToolStage(fixture.edge(), ToolStage.Need.REQUIRED, name, List.of(credentials))
            .apply(exchange));
  }

  private static Verdict decided(Verdict first) {
    Verdict verdict = first;
    while (verdict instanceof Verdict.Await(var later)) {
      verdict = later.toCompletableFuture().join();
    }
    return verdict;
  }

  private ToolDefinition definition(Exchange exchange) {
    return Objects.requireNonNull(continued(apply(exchange)).tool());
  }

  private static Exchange continued(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Continue.class);
    return ((Verdict.Continue) verdict).exchange();
  }

  private static Exchange modern(String tool) {
    return Exchanges.modern(call(tool));
  }

  private static Exchange legacy(String tool) {
    return Exchanges.legacy(call(tool), Exchanges.session());
  }

  private static String call(String tool) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\"}}";
  }

  private static Exchange by(Exchange exchange, String subject) {
    return exchange.with(Principal.Authenticated.of("https://idp.example", subject, Set.of()));
  }

  @Test
  void aModernUpstreamIsAskedForAllItsPages() {
    ScriptedUpstream upstream =
        serve(
            UpstreamProtocol.MODERN,
            false,
            request ->
                request.text().contains("c 2")
                    ? "'tools':[" + TOOL + "]"
                    : "'tools':[],'nextCursor':'c 2'");

    ToolDefinition tool = definition(modern("t"));

    assertThat(tool.name()).isEqualTo("t");
    assertThat(tool.json().path("description").asText()).isEqualTo("A tool.");
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void aLegacyUpstreamIsAskedInTheSessionOfTheExchangeWithAnIdThatItsClientDoesNotUse() {
    ScriptedUpstream upstream =
        serve(UpstreamProtocol.LEGACY, false, _ -> "'tools':[" + TOOL + "]");

    assertThat(definition(legacy("t")).name()).isEqualTo("t");

    Request asked = upstream.requests().getFirst();
    assertThat(asked.headers("mcp-session-id")).containsExactly("upstream-session");
    assertThat(asked.headers("mcp-protocol-version")).containsExactly("2025-11-25");
    assertThat(asked.headers("mcp-method")).isEmpty();
    assertThat(asked.text()).contains("\"id\":\"mcp-gateway-").doesNotContain("_meta");
  }

  @Test
  void theSameDefinitionIsTheSameObjectAlsoWhenTheListWasReadAgain() {
    String[] tools = {TOOL};
    ScriptedUpstream upstream =
        serve(UpstreamProtocol.MODERN, false, _ -> "'ttlMs':0,'tools':[" + tools[0] + "]");
    ToolDefinition first = definition(modern("t"));
    clock.advance(Duration.ofSeconds(6));
    ToolDefinition same = definition(modern("t"));
    tools[0] = TOOL.replace("A tool", "Another tool");
    clock.advance(Duration.ofSeconds(6));
    ToolDefinition other = definition(modern("t"));

    assertThat(same).isSameAs(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(upstream.requests()).hasSize(3);
  }

  @ParameterizedTest(name = "ttlMs {0}: asked again after {0}")
  @ValueSource(longs = {0, 5_000, 30_000, 60_000, 86_400_000})
  void aListLivesAsLongAsItSaysWithinBounds(long ttl) {
    ScriptedUpstream upstream =
        serve(UpstreamProtocol.MODERN, false, _ -> "'ttlMs':" + ttl + ",'tools':[" + TOOL + "]");
    long life = Math.clamp(ttl, 5_000, 60_000);
    definition(modern("t"));

    clock.advance(Duration.ofMillis(life - 1));
    definition(modern("t"));
    assertThat(upstream.requests()).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    definition(modern("t"));
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void aToolThatIsNotThereIsAskedForAgainButNotAtOnce() {
    ScriptedUpstream upstream =
        serve(UpstreamProtocol.MODERN, false, _ -> "'tools':[" + TOOL + "]");

    assertThat(continued(apply(modern("u"))).tool()).isNull();
    assertThat(continued(apply(modern("u"))).tool()).isNull();
    assertThat(upstream.requests()).hasSize(1);
    clock.advance(Duration.ofSeconds(5));
    apply(modern("u"));
    assertThat(upstream.requests()).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"MODERN", "LEGACY"})
  void aListThatChangedIsReadAgain(String protocol) {
    ScriptedUpstream started =
        ScriptedUpstream.start(
            (request, out) -> {
              if (request.text().contains("tools/list")) {
                out.respond(
                    200,
                    "application/json",
                    ("{'jsonrpc':'2.0','id':1,'result':{'tools':[" + TOOL + "]}}")
                        .replace('\'', '"'));
              } else {
                out.respond(
                    200,
                    "text/event-stream",
                    "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");
              }
            });
    fixture.own(started);
    fixture.reach(
        UpstreamSettings.of("crm", started.url(), UpstreamProtocol.valueOf(protocol)), clock);
    Exchange call = protocol.equals("MODERN") ? modern("t") : legacy("t");
    definition(call);
    definition(call);

    fixture.send(call).whole();
    definition(call);

    assertThat(started.requests())
        .extracting(Request::text)
        .filteredOn(text -> text.contains("tools/list"))
        .hasSize(2);
  }

  @Test
  void whereTheUpstreamKnowsCallersEverybodyHasAViewOfTheirOwn() {
    // Found out later, as tokens are.
    Stage credential =
        exchange ->
            new Verdict.Await(
                CompletableFuture.completedFuture(
                    new Verdict.Continue(
                        exchange.with(
                            new Credential(Map.of("authorization", subject(exchange)))))));
    ScriptedUpstream upstream =
        serve(
            UpstreamProtocol.MODERN,
            true,
            request -> request.head().contains("alice") ? "'tools':[" + TOOL + "]" : "'tools':[]");

    Exchange alice = continued(apply(by(modern("t"), "alice"), credential));
    Exchange bob = continued(apply(by(modern("t"), "bob"), credential));
    apply(by(modern("t"), "alice"), credential);

    assertThat(alice.tool()).isNotNull();
    assertThat(alice.credential()).isEqualTo(Credential.none());
    assertThat(bob.tool()).isNull();
    assertThat(upstream.requests()).hasSize(2);
  }

  private static String subject(Exchange exchange) {
    return exchange.principal() instanceof Principal.Authenticated caller ? caller.subject() : "";
  }

  @Test
  void whereItDoesNotAllShareOneView() {
    ScriptedUpstream upstream =
        serve(UpstreamProtocol.MODERN, false, _ -> "'tools':[" + TOOL + "]");

    definition(by(modern("t"), "alice"));
    definition(by(modern("t"), "bob"));

    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void theUpstreamsNameIsLookedUp() {
    serve(UpstreamProtocol.MODERN, false, _ -> "'tools':[" + TOOL + "]");

    Exchange call = continued(applyAs(_ -> "t", modern("shown")));

    assertThat(Objects.requireNonNull(call.tool()).name()).isEqualTo("t");
  }

  @Test
  void aListThatCannotBeHadRefusesAndIsAskedForAgainSoon() {
    String[] answer = {"'tools':7"};
    ScriptedUpstream upstream = serve(UpstreamProtocol.MODERN, false, _ -> answer[0]);

    assertRefused(apply(modern("t")), Refusal.BadUpstreamAnswer.class);
    assertRefused(apply(modern("t")), Refusal.BadUpstreamAnswer.class);
    assertThat(upstream.requests()).hasSize(1);
    answer[0] = "'tools':[" + TOOL + "]";
    clock.advance(Duration.ofSeconds(1));
    assertThat(continued(apply(modern("t"))).tool()).isNotNull();
  }

  private static void assertRefused(Verdict verdict, Class<? extends Refusal> why) {
    assertThat(verdict).isInstanceOf(Verdict.Refuse.class);
    assertThat(((Verdict.Refuse) verdict).refusal()).isInstanceOf(why);
  }

  @Test
  void aLostSessionIsSaidAndNotRemembered() {
    boolean[] lost = {true};
    ScriptedUpstream started =
        ScriptedUpstream.start(
            (_, out) -> {
              if (lost[0]) {
                out.respond(404, "", "");
              } else {
                out.respond(
                    200,
                    "application/json",
                    ("{'jsonrpc':'2.0','id':1,'result':{'tools':[" + TOOL + "]}}")
                        .replace('\'', '"'));
              }
            });
    fixture.own(started);
    fixture.reach(UpstreamSettings.of("crm", started.url(), UpstreamProtocol.LEGACY), clock);

    assertRefused(apply(legacy("t")), Refusal.UnknownSession.class);
    lost[0] = false;
    assertThat(continued(apply(legacy("t"))).tool()).isNotNull();
  }

  @Test
  void aCredentialThatCannotBeHadRefusesBeforeTheUpstreamIsAsked() {
    ScriptedUpstream upstream = serve(UpstreamProtocol.MODERN, false, _ -> "'tools':[]");
    Refusal none = new Refusal.CredentialFailed("crm", true, "none");

    Verdict verdict = apply(modern("t"), _ -> new Verdict.Refuse(none));

    assertThat(verdict).isEqualTo(new Verdict.Refuse(none));
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void anotherEraIsNoListThatIsEmpty() {
    ScriptedUpstream upstream = serve(UpstreamProtocol.MODERN, false, _ -> "'tools':[]");

    assertRefused(apply(legacy("t")), Refusal.EraMismatch.class);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void twoToolsOfOneNameAreNoToolThatAnybodyCanJudge() {
    serve(
        UpstreamProtocol.MODERN,
        false,
        _ -> "'tools':[" + TOOL + "," + TOOL.replace("A tool", "B tool") + "]");

    assertRefused(apply(modern("t")), Refusal.BadUpstreamAnswer.class);
    assertThat(continued(apply(modern("u"))).tool()).isNull();
  }

  @Test
  void aListWithoutEndIsReadUpToABoundAndWhatIsBeyondIsNotUnknownButUnclear() {
    ScriptedUpstream upstream =
        serve(
            UpstreamProtocol.MODERN,
            false,
            request -> "'tools':[" + TOOL + "],'nextCursor':'" + request.text().hashCode() + "'");

    assertThat(continued(apply(modern("t"))).tool()).isNotNull();
    assertThat(upstream.requests()).hasSizeLessThanOrEqualTo(100);
    assertRefused(apply(modern("u")), Refusal.BadUpstreamAnswer.class);
  }

  @Test
  void whereADefinitionIsOnlyWelcomeACallGoesOnWithoutIt() {
    serve(
        UpstreamProtocol.MODERN,
        false,
        _ -> "'tools':[" + TOOL + "," + TOOL.replace("A tool", "B tool") + "]");
    ToolStage stage =
        new ToolStage(fixture.edge(), ToolStage.Need.WELCOME, UnaryOperator.identity(), List.of());

    assertThat(continued(decided(stage.apply(modern("t")))).tool()).isNull();
  }

  @Test
  void nobodyIsAskedWhereNothingNeedsIt() {
    ScriptedUpstream upstream = serve(UpstreamProtocol.MODERN, false, _ -> "'tools':[]");
    Exchange call = modern("t");
    Exchange list = Exchanges.modern("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}");

    assertThat(
            new ToolStage(fixture.edge(), ToolStage.Need.NONE, UnaryOperator.identity(), List.of())
                .apply(call))
        .isEqualTo(new Verdict.Continue(call));
    assertThat(apply(list)).isEqualTo(new Verdict.Continue(list));
    assertThat(upstream.requests()).isEmpty();
  }
}
