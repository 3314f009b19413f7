package io.mcpgateway.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.ScriptedUpstream.Request;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamHeadersStageTest {
  private static final String FIRST_PAGE =
      "{'jsonrpc':'2.0','id':1,'result':{'tools':[{'name':'plain','inputSchema':{}}],"
          + "'nextCursor':'c 2'}}";
  private static final String SECOND_PAGE =
      "{'jsonrpc':'2.0','id':1,'result':{'tools':[{'name':'t','inputSchema':{'type':'object',"
          + "'properties':{'s':{'type':'string','x-mcp-header':'S'},"
          + "'n':{'type':'integer','x-mcp-header':'N'},'b':{'type':'boolean','x-mcp-header':'B'},"
          + "'o':{'type':'object','properties':{'in':{'type':'string','x-mcp-header':'Deep'}}}}"
          + "}}],'ttlMs':1000000}}";

  @RegisterExtension final EdgeFixture fixture = new EdgeFixture();

  private ScriptedUpstream upstream() {
    return fixture.serve(
        UpstreamProtocol.MODERN,
        (request, out) ->
            out.respond(
                200,
                "application/json",
                (request.text().contains("c 2") ? SECOND_PAGE : FIRST_PAGE).replace('\'', '"')));
  }

  private Verdict judge(Exchange exchange) {
    Verdict verdict = new ParamHeadersStage(fixture.edge()).apply(exchange);
    return verdict instanceof Verdict.Await(var later)
        ? later.toCompletableFuture().join()
        : verdict;
  }

  private static Exchange call(String tool, String arguments, Map<String, String> headers) {
    return Exchanges.modern(
        ("{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'"
                + tool
                + "','arguments':"
                + arguments
                + "}}")
            .replace('\'', '"'),
        headers);
  }

  @ParameterizedTest(name = "{0} with {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'s':'eu'} | mcp-param-s: eu | ok",
        "{'s':'eu'} | mcp-param-s: EU | mcp-param-s does not match the argument",
        "{'s':'eu'} | mcp-param-x: eu | mcp-param-s is missing",
        "{'s':'é'} | mcp-param-s: =?base64?w6k=?= | ok",
        "{'s':'é'} | mcp-param-s: é | mcp-param-s is badly encoded",
        "{'s':'a'} | mcp-param-s: =?base64?YQ?= | mcp-param-s is badly encoded",
        "{'s':'=?base64?YQ==?='} | mcp-param-s: =?base64?YQ==?= |"
            + " mcp-param-s does not match the argument",
        "{'s':'\\u0065u'} | mcp-param-s: eu | ok",
        "{'s':''} | mcp-param-s: | ok",
        "{'s':null} | mcp-param-x: 1 | ok",
        "{'s':null} | mcp-param-s: eu | ok",
        "{} | mcp-param-x: 1 | ok",
        "{'n':42} | mcp-param-n: 42 | ok",
        "{'n':42} | mcp-param-n: 42.0 | ok",
        "{'n':42.0} | mcp-param-n: 42 | ok",
        "{'n':-7} | mcp-param-n: -7 | ok",
        "{'n':42} | mcp-param-n: 43 | mcp-param-n does not match the argument",
        "{'n':42} | mcp-param-n: 42.5 | mcp-param-n does not match the argument",
        "{'n':42} | mcp-param-n: 0x2A | mcp-param-n does not match the argument",
        "{'n':1e999999999} | mcp-param-n: 1e999999998 | mcp-param-n does not match the argument",
        "{'n':9007199254740993} | mcp-param-n: 9007199254740992 |"
            + " mcp-param-n does not match the argument",
        "{'b':true} | mcp-param-b: true | ok",
        "{'b':true} | mcp-param-b: True | mcp-param-b does not match the argument",
        "{'o':{'in':'x'}} | mcp-param-deep: x | ok",
        "{'o':{'in':'x'}} | mcp-param-deep: y | mcp-param-deep does not match the argument",
        "{'o':{'in':'x'}} | mcp-param-x: y | mcp-param-deep is missing",
        "{'o':'in'} | mcp-param-x: y | ok",
      })
  void aHeaderSaysWhatTheArgumentSays(String arguments, String header, String verdict) {
    upstream();
    int colon = header.indexOf(':');
    Exchange call =
        call(
            "t",
            arguments,
            Map.of(header.substring(0, colon), header.substring(colon + 1).strip()));

    assertThat(judge(call))
        .isEqualTo(
            verdict.equals("ok")
                ? new Verdict.Continue(call)
                : new Verdict.Refuse(new Refusal.HeaderMismatch(verdict)));
  }

  @ParameterizedTest(name = "{0} rewritten to {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'s':'us'} | mcp-param-s: us | {'s':'eu'} | mcp-param-s=eu",
        "{} | mcp-param-x: 1 | {'s':'eu','n':42,'b':true} |"
            + " mcp-param-b=true,mcp-param-n=42,mcp-param-s=eu,mcp-param-x=1",
        "{} | mcp-param-s: stray | {'s':'é'} | mcp-param-s==?base64?w6k=?=",
        "{'s':'us','n':1} | mcp-param-s: us | {'s':null,'n':1} | -",
        "{'s':'us'} | mcp-param-s: us | {} |",
        "{'s':'us'} | mcp-param-s: us | {'s':''} | mcp-param-s=",
        "{'o':{'in':'x'}} | mcp-param-deep: x | {'o':{'in':'y'}} | mcp-param-deep=y",
        "{'s':'eu'} | mcp-param-s: eu | {'s':'eu','o':{}} | mcp-param-s=eu",
      })
  void whatTheGatewayChangedHasHeadersThatSaySo(
      String said, String header, String sent, @Nullable String headers) {
    upstream();
    int colon = header.indexOf(':');
    Map<String, String> fields =
        Map.of(header.substring(0, colon), header.substring(colon + 1).strip());
    Exchange call = call("another name", said, fields);
    Exchange rewritten =
        call.rewritten(((Operation.Send) call("t", sent, Map.of()).operation()).message());

    Verdict verdict = judge(rewritten);

    if ("-".equals(headers)) {
      assertThat(verdict)
          .as("what the client says itself is still compared")
          .isEqualTo(new Verdict.Refuse(new Refusal.HeaderMismatch("mcp-param-n is missing")));
      return;
    }
    Exchange judged = ((Verdict.Continue) verdict).exchange();
    assertThat(
            judged.client().headers().startingWith("mcp-param-").stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .sorted()
                .collect(Collectors.joining(",")))
        .isEqualTo(headers == null ? "" : headers);
    assertThat(judged.target().name()).isEqualTo("another name");
  }

  @Test
  void theListIsReadOnceWithTheCredentialAndAllItsPages() {
    ScriptedUpstream upstream = upstream();
    Exchange call =
        call("t", "{}", Map.of()).with(new Credential(Map.of("authorization", "Bearer own")));

    judge(call);
    Verdict second = new ParamHeadersStage(fixture.edge()).apply(call);

    assertThat(second).isEqualTo(new Verdict.Continue(call));
    assertThat(upstream.requests()).hasSize(2);
    assertThat(upstream.requests())
        .extracting(request -> request.headers("authorization").getFirst())
        .containsOnly("Bearer own");
    assertThat(upstream.requests().get(1).text()).contains("\"cursor\":\"c 2\"");
  }

  @Test
  void aToolThatIsNotListedIsLeftToTheUpstreamWithoutAskingAgainAtOnce() {
    ScriptedUpstream upstream = upstream();
    Exchange call = call("unknown", "{'s':'x'}", Map.of());

    assertThat(judge(call)).isEqualTo(new Verdict.Continue(call));
    assertThat(judge(call)).isEqualTo(new Verdict.Continue(call));

    assertThat(upstream.requests()).hasSize(2);
    assertThat(fixture.edge().stats().uncheckedParams()).isEqualTo(2);
  }

  @Test
  void aListThatCannotBeHadLeavesTheCheckToTheUpstream() {
    fixture.serve(UpstreamProtocol.MODERN, (_, out) -> out.respond(500, "text/plain", "no"));
    Exchange call = call("t", "{'s':'x'}", Map.of());

    assertThat(judge(call)).isEqualTo(new Verdict.Continue(call));
  }

  @Test
  void aChangedListIsReadAgain() {
    String changed = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    ScriptedUpstream upstream =
        fixture.serve(
            UpstreamProtocol.MODERN,
            (request, out) -> {
              if (request.text().contains("tools/list")) {
                out.respond(200, "application/json", SECOND_PAGE.replace('\'', '"'));
              } else {
                out.respond(200, "text/event-stream", "data: " + changed + "\n\n");
              }
            });
    judge(call("t", "{}", Map.of()));
    judge(call("t", "{}", Map.of()));
    fixture.send(call("t", "{}", Map.of())).whole();
    judge(call("t", "{}", Map.of()));

    assertThat(upstream.requests())
        .extracting(Request::text)
        .filteredOn(text -> text.contains("tools/list"))
        .hasSize(2);
  }

  @Test
  void onlyModernToolCallsAreLookedAt() {
    ScriptedUpstream upstream = upstream();
    Exchange list = Exchanges.modern("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}");
    Exchange legacy =
        Exchanges.legacy(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}",
            Exchanges.session());

    assertThat(judge(list)).isEqualTo(new Verdict.Continue(list));
    assertThat(judge(legacy)).isEqualTo(new Verdict.Continue(legacy));
    assertThat(upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'properties':{'a':{'type':'string','x-mcp-header':''}}}",
        "{'properties':{'a':{'type':'string','x-mcp-header':'A\\r\\nB'}}}",
        "{'properties':{'a':{'type':'string','x-mcp-header':'A B'}}}",
        "{'properties':{'a':{'type':'string','x-mcp-header':7}}}",
        "{'properties':{'a':{'type':'number','x-mcp-header':'A'}}}",
        "{'properties':{'a':{'type':'object','x-mcp-header':'A'}}}",
        "{'properties':{'a':{'x-mcp-header':'A'}}}",
        "{'type':'string','x-mcp-header':'A'}",
        "{'properties':{'a':{'type':'string','x-mcp-header':'A'},"
            + "'b':{'type':'string','x-mcp-header':'a'}}}",
        "{'oneOf':[{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}]}",
        "{'properties':{'a':{'items':{'type':'string','x-mcp-header':'A'}}}}",
        "{'properties':{'a':{'items':{'properties':{'b':{'type':'string','x-mcp-header':'A'}}}}}}",
        "{'$defs':{'d':{'type':'string','x-mcp-header':'A'}}}",
        "{'if':{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}}",
      })
  void anAnnotationThatIsNotAllowedMakesTheToolInvalid(String schema) throws Exception {
    assertThat(ParamHeader.of(new ObjectMapper().readTree(schema.replace('\'', '"')))).isNull();
  }

  @Test
  void aPropertyMayBeCalledLikeTheAnnotation() throws Exception {
    String schema =
        "{'properties':{'x-mcp-header':{'type':'string'}},'default':{'x-mcp-header':'A'}}";

    assertThat(ParamHeader.of(new ObjectMapper().readTree(schema.replace('\'', '"')))).isEmpty();
  }
}
