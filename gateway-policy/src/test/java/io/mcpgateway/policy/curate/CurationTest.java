package io.mcpgateway.policy.curate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.Exchanges;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class CurationTest {
  private static final Curation CURATION =
      curation(
          """
          curate:
            - { tool: crm_search, as: search, title: Search, description: 'Says "hello"',
                arguments: { tenant: { value: acme }, limit: { default: 10 } } }
            - { tool: old, hide: true }
            - { tool: a, as: b }
            - { tool: b, as: a }
            - { tool: plain, description: Better }
            - { tool: typed, arguments: { on: { value: true }, list: { value: [1, 1.10, "x"] },
                nothing: { value: null }, deep: { default: { k: 1e3 } } } }
          """);

  // Calls.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'other','arguments':{'tenant':'x'}} | {'name':'other','arguments':{'tenant':'x'}}",
        "{'name':'a'} | {'name':'b'}",
        "{ 'name' : 'b' , 'x':1.10} | { 'name' : 'a' , 'x':1.10}",
        "{'name':'plain','arguments':[]} | {'name':'plain','arguments':[]}",
        "{'name':'search'} | {'name':'crm_search','arguments':{'tenant':'acme','limit':10}}",
        "{'name':'search','arguments':null} |"
            + " {'name':'crm_search','arguments':{'tenant':'acme','limit':10}}",
        "{'arguments':{},'name':'search'} |"
            + " {'arguments':{'tenant':'acme','limit':10},'name':'crm_search'}",
        "{'name':'search','arguments':{ 'q' : 'x' }} |"
            + " {'name':'crm_search','arguments':{'tenant':'acme','limit':10, 'q' : 'x' }}",
        "{'name':'search','arguments':{'limit':9007199254740993,'q':1}} |"
            + " {'name':'crm_search','arguments':{'tenant':'acme','limit':9007199254740993,'q':1}}",
        "{'name':'search','arguments':{'limit':null,'t\\u0065nant':['evil']}} |"
            + " {'name':'crm_search','arguments':{'limit':null,'t\\u0065nant':'acme'}}",
        "{'name':'typed','arguments':{'on':false}} | {'name':'typed','arguments':"
            + "{'list':[1,1.10,'x'],'nothing':null,'deep':{'k':1E+3},'on':true}}",
      })
  void aCallIsRewrittenAndEveryOtherByteStays(String said, String sent) {
    Exchange call = call(said);

    Exchange curated = continued(new CurateStage(CURATION).apply(call));

    assertThat(params(curated)).isEqualTo(sent.replace('\'', '"'));
    assertThat(curated.target()).as("what the client named").isEqualTo(call.target());
    assertThat(curated.said()).isEqualTo(call.said());
    assertThat(curated.requestId()).isEqualTo(call.requestId());
    assertThat(new CuratedStage(CURATION).apply(curated)).isEqualTo(new Verdict.Continue(curated));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crm_search", "old"})
  void aNameThatNoToolHasForClientsIsRefusedLikeOneThatDoesNotExist(String name) {
    Exchange call = call("{'name':'" + name + "'}");

    assertThat(new CurateStage(CURATION).apply(call))
        .isEqualTo(new Verdict.Refuse(new Refusal.Hidden(call.target(), "curate")));
  }

  @Test
  void aStreamThatIsResumedIsRefusedLikeItsCall() {
    Target old = new Target(McpMethod.TOOLS_CALL, McpMethod.Primitive.TOOL, "old");
    Target renamed = new Target(McpMethod.TOOLS_CALL, McpMethod.Primitive.TOOL, "search");
    Exchange stream = Exchanges.exchange(Exchanges.anonymous(), new Operation.OpenStream(), old);

    assertThat(new CurateStage(CURATION).apply(stream)).isInstanceOf(Verdict.Refuse.class);
    Exchange other = stream.with(stream.operation(), renamed);
    assertThat(new CurateStage(CURATION).apply(other)).isEqualTo(new Verdict.Continue(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'search','arguments':[]}",
        "{'name':'search','arguments':'{}'}",
        "{'name':'search','arguments':{'Tenant':'evil'}}",
        "{'name':'search','arguments':{'tenant':'x','q':1,'LIMIT':1}}",
      })
  void argumentsThatHideFromTheGatewaysAreRefusedToWhoMayCallTheTool(String params) {
    Exchange call = call(params);

    assertThat(new CurateStage(CURATION).apply(call))
        .as("before authorization nobody hears that there is such a tool")
        .isEqualTo(new Verdict.Continue(call));
    assertThat(new CuratedStage(CURATION).apply(call))
        .isInstanceOfSatisfying(
            Verdict.Refuse.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.InvalidParams.class));
  }

  @Test
  void nothingButACallOfAToolIsLookedAt() {
    Exchange prompt =
        Exchanges.request(Exchanges.anonymous(), McpMethod.PROMPTS_GET, "{\"name\":\"old\"}");

    assertThat(new CurateStage(CURATION).apply(prompt)).isEqualTo(new Verdict.Continue(prompt));
    assertThat(new CurateListStage(CURATION).concerns(prompt)).isFalse();
    assertThat(new CurateListStage(Curation.NONE).concerns(list())).isFalse();
  }

  // Lists.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'x','n':1.10} | {'name':'x','n':1.10}",
        "{ 'name' : 'crm_search' , 'x':1} |"
            + " { 'name' : 'search','title':'Search','description':'Says \\'hello\\'' , 'x':1}",
        "{'description':'old','name':'crm_search','title':''} |"
            + " {'description':'Says \\'hello\\'','name':'search','title':'Search'}",
        "{'name':'plain','description':'a\\nb'} | {'name':'plain','description':'Better'}",
        "{'name':'old'}, {'name':'x'} | ` {'name':'x'}`",
        "{'name':'x'} , {'name':'old'} | {'name':'x'}",
        "{'name':'x'}, {'name':'old'}, {'name':'old'} ,{'name':'y'} | {'name':'x'},{'name':'y'}",
        "{'name':'old'} |``",
        "{'name':'search'},1,{'title':'x'},{'name':2} |``",
        "{'name':'a'},{'name':'b'} | {'name':'b'},{'name':'a'}",
      })
  void aListShowsWhatACallAccepts(String listed, String shown) {
    String answer = "{'jsonrpc':'2.0','id':1,'result':{'tools':[%s],'nextCursor':'c','ttlMs':5}}";

    assertThat(curated(CURATION, answer.formatted(listed)))
        .isEqualTo(answer.formatted(shown).replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties':{'tenant':{},'q':{}},'required':['tenant','q']} |"
            + " {'properties':{'q':{}},'required':['q']}",
        "{'properties':{'q':{} , 'tenant':{'type':'string'} , 'r':{}},'required':['tenant']} |"
            + " {'properties':{'q':{}, 'r':{}},'required':[]}",
        "{'properties':{ 'tenant':{} },'type':'object'} | {'properties':{ },'type':'object'}",
        "{'properties':{'limit':{'type':'integer'}},'required':['limit', 'q']} |"
            + " {'properties':{'limit':{'default':10,'type':'integer'}},'required':[ 'q']}",
        "{'properties':{'limit':{}}} | {'properties':{'limit':{'default':10}}}",
        "{'properties':{'limit':true}} | {'properties':{'limit':{'default':10}}}",
        "{'properties':{'limit':{'default':5}}} | {'properties':{'limit':{'default':10}}}",
        "{'properties':{'tenant':{},'limit':{},'q':{}}} |"
            + " {'properties':{'limit':{'default':10},'q':{}}}",
        "{'properties':{'in':{'properties':{'tenant':{}}}}} |"
            + " {'properties':{'in':{'properties':{'tenant':{}}}}}",
        "{'properties':[],'required':{}} | {'properties':[],'required':{}}",
        "true | true",
      })
  void argumentsThatTheGatewayGivesLeaveTheSchema(String schema, String shown) {
    String answer =
        "{'jsonrpc':'2.0','id':1,'result':{'tools':[{'name':'crm_search','title':'',"
            + "'description':'','inputSchema':%s}]}}";

    assertThat(curated(CURATION, answer.formatted(schema)))
        .isEqualTo(
            answer
                .formatted(shown)
                .replace("crm_search", "search")
                .replace("'title':''", "'title':'Search'")
                .replace('\'', '"')
                .replace("\"description\":\"\"", "\"description\":\"Says \\\"hello\\\"\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'jsonrpc':'2.0','id':1,'result':[]}",
        "{'jsonrpc':'2.0','id':1,'result':{}}",
        "{'jsonrpc':'2.0','id':1,'result':{'tools':{}}}",
        "{'jsonrpc':'2.0','id':1,'result':{'tools':[],'Tools':[]}}",
      })
  void whatIsNoListIsWithheld(String answer) {
    assertThat(new CurateListStage(CURATION).apply(list(), message(answer)))
        .isEqualTo(new Revision.Blocked(new Refusal.Withheld("curate")));
  }

  @Test
  void errorsAndNotificationsPass() {
    CurateListStage stage = new CurateListStage(CURATION);

    assertThat(stage.apply(list(), message("{'jsonrpc':'2.0','id':1,'error':{'code':1}}")))
        .isEqualTo(Revision.UNCHANGED);
    assertThat(stage.apply(list(), message("{'jsonrpc':'2.0','method':'notifications/message'}")))
        .isEqualTo(Revision.UNCHANGED);
  }

  // The file.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ as: x } | curate[0].tool: missing",
        "{ tool: a } | curate[0].tool: \"a\" (expected: what to do with it",
        "{ tool: 'a b', hide: true } | the exact name of a tool",
        "{ tool: 'a*', hide: true } | the exact name of a tool",
        "{ tool: a, as: '' } | curate[0].as",
        "{ tool: a, as: é } | curate[0].as",
        "{ tool: a, hide: true, as: b } | nothing else for a tool that nobody sees",
        "{ tool: a, title: ' ' } | a text that says something",
        "{ tool: a, as: b }, { tool: a, title: x } | a tool that no other entry of curate is about",
        "{ tool: a, as: x }, { tool: b, as: x } | curate[1].as: \"x\" (expected: a name that no"
            + " other tool of curate has",
        "{ tool: a, as: b }, { tool: b, title: x } | curate[1].tool: \"b\" (expected: a name that"
            + " no other tool of curate has",
        "{ tool: a, as: x }, { tool: b, as: X } | a name that no other tool of curate has",
        "{ tool: a, arguments: { t: {} } } | either a value",
        "{ tool: a, arguments: { t: { value: 1, default: 2 } } } | either a value",
        "{ tool: a, arguments: { t: 1 } } | a mapping",
        "{ tool: a, arguments: { t: { value: .inf } } } | a number that JSON has",
        "{ tool: a, arguments: { t: { value: 1 }, T: { value: 1 } } } | by more than case",
      })
  void mistakesAreFoundWhenThePolicyIsRead(String entries, String problem) {
    assertThatThrownBy(() -> Exchanges.policy("curate: [" + entries + "]"))
        .hasMessageContaining(problem);
  }

  @Test
  void namesMayChangeHands() {
    Curation swapped =
        curation("curate: [{ tool: a, as: b }, { tool: b, hide: true }, { tool: c, as: a }]");

    assertThat(swapped.upstreamName("b")).isEqualTo("a");
    assertThat(swapped.upstreamName("a")).isEqualTo("c");
    assertThat(swapped.upstreamName("c")).isNull();
    assertThat(swapped.clientName("b")).isNull();
    assertThat(swapped.upstreamName("d")).isEqualTo("d");
  }

  static Curation curation(String yaml) {
    return new Curation(Exchanges.policy(yaml).curation());
  }

  private static Exchange call(String params) {
    return Exchanges.request(
        Exchanges.anonymous(), McpMethod.TOOLS_CALL, params.replace('\'', '"'));
  }

  private static Exchange list() {
    return Exchanges.request(Exchanges.anonymous(), McpMethod.TOOLS_LIST, "{}");
  }

  private static io.mcpgateway.core.protocol.JsonRpcMessage message(String json) {
    return Exchanges.message(json.replace('\'', '"'));
  }

  private static Exchange continued(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Continue.class);
    return ((Verdict.Continue) verdict).exchange();
  }

  private static String params(Exchange exchange) {
    Operation.Send send = (Operation.Send) exchange.operation();
    String json = new String(send.message().bytes(), UTF_8);
    return json.substring(json.indexOf("\"params\":") + 9, json.length() - 1);
  }

  static String curated(Curation curation, String answer) {
    return switch (new CurateListStage(curation).apply(list(), message(answer))) {
      case Revision.Unchanged() -> answer.replace('\'', '"');
      case Revision.Changed(var changed, _, _) -> new String(changed.bytes(), UTF_8);
      case Revision.Blocked(var refusal, _) -> refusal.toString();
      case Revision.Observed _, Revision.Answered _ -> throw new AssertionError(answer);
    };
  }
}
