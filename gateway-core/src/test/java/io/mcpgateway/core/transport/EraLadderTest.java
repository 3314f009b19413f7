package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.protocol.Era;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a message and its headers make of a request, one row for each rung of the ladder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EraLadderTest {
  private static final String VERSION = "'io.modelcontextprotocol/protocolVersion':";
  private static final String CAPABILITIES = "'io.modelcontextprotocol/clientCapabilities':{}";

  private Edge edge;

  @BeforeAll
  void start() {
    edge = Edge.plain();
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @BeforeEach
  void forget() {
    edge.upstream.all().clear();
  }

  // In the bodies: ' stands for ", $V for the version's member, $C for the capabilities.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // Modern, and all is well.
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/list | MODERN",
        "{'id':7,'method':'tools/call','params':{'name':'a','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call n=a | MODERN",
        "{'id':7,'method':'tools/call','params':{'name':'danger','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call n==?base64?ZGFuZ2Vy?= | MODERN",
        "{'id':7,'method':'resources/read','params':{'uri':'a:b','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=resources/read n=a:b | MODERN",
        "{'id':7,'method':'prompts/get','params':{'name':'p','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=prompts/get n=p | MODERN",
        "{'id':7,'method':'tasks/get','params':{'taskId':'t','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tasks/get n=t | MODERN",
        "{'method':'notifications/cancelled','params':{}} | v=2026-07-28 | MODERN",
        "{'method':'notifications/cancelled','params':{}} | v=2026-07-28 m=notifications/cancelled | MODERN",
        // Modern, and something is wrong.
        "{'id':7,'method':'tools/list'} | v=2026-07-28 m=tools/list | 400 -32602",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V7,$C}}} | v=2026-07-28 m=tools/list | 400 -32602",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2026-07-28'}}} | v=2026-07-28 m=tools/list | 400 -32602",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2026-07-28',$C}}} | m=tools/list | 400 -32020",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2026-07-28',$C}}} | v=2025-11-25 m=tools/list | 400 -32020",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2099-01-01',$C}}} | v=2026-07-28 m=tools/list | 400 -32020",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2099-01-01',$C}}} | v=2099-01-01 m=tools/list | 400 -32022",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2025-11-25',$C}}} | v=2025-11-25 m=tools/list | 400 -32022",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 | 400 -32020",
        "{'id':7,'method':'tools/call','params':{'name':'a','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/list n=a | 400 -32020",
        "{'id':7,'method':'tools/list','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=Tools/List | 400 -32020",
        "{'id':7,'method':'tools/call','params':{'name':'danger','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call n=safe | 400 -32020",
        "{'id':7,'method':'tools/call','params':{'name':'danger','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call | 400 -32020",
        "{'id':7,'method':'tools/call','params':{'name':'=?base64?ZGFuZ2Vy?=','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call n==?base64?ZGFuZ2Vy?= | 400 -32020",
        "{'id':7,'method':'tools/call','params':{'name':'danger','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call n==?BASE64?ZGFuZ2Vy?= | 400 -32020",
        "{'id':7,'method':'tools/call','params':{'name':'danger','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call n==?base64?ZGFuZ2Vy=?= | 400 -32020",
        "{'id':7,'method':'tools/call','params':{'name':'\\u00e9','_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call n=\u00e9 | 400 -32020",
        "{'id':7,'method':'tools/call','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/call n=a | 400 -32602",
        // What no revision has is for policy to decide, if the header agrees.
        "{'id':7,'method':'no/such','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=no/such | MODERN",
        "{'id':7,'method':'no/such','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=tools/list | 400 -32020",
        "{'id':7,'method':'no/such','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 | 400 -32020",
        "{'id':7,'method':'ping','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=ping | 404 -32601",
        "{'id':7,'method':'initialize','params':{'_meta':{$V'2026-07-28',$C}}} | v=2026-07-28 m=initialize | 404 -32601",
        "{'id':7,'result':{}} | v=2026-07-28 | 400 -32600",
        "[{'id':7,'method':'tools/list'}] | v=2026-07-28 | 400 -32600",
        "[{'id':7,'method':'tools/list','params':{'_meta':{$V'2026-07-28',$C}}}] | | 400 -32600",
        // Legacy, and all is well.
        "{'id':7,'method':'initialize','params':{'protocolVersion':'2025-11-25'}} | | LEGACY",
        "{'id':7,'method':'initialize','params':{'_meta':{$V'2026-07-28'}}} | | LEGACY",
        "{'id':7,'method':'tools/list'} | | LEGACY",
        "{'id':7,'method':'tools/list'} | v=2025-03-26 | LEGACY",
        "{'id':7,'method':'tools/list'} | v=2025-06-18 | LEGACY",
        "{'id':7,'method':'tools/list','params':{'_meta':{'progressToken':1}}} | v=2025-11-25 | LEGACY",
        "{'id':7,'method':'tools/call','params':{'name':'a'}} | v=2025-11-25 m=other n=other | LEGACY",
        "{'method':'notifications/initialized'} | v=2025-11-25 | LEGACY",
        "{'id':7,'result':{}} | v=2025-11-25 | LEGACY",
        "{'id':7,'result':{}} | | LEGACY",
        // Legacy, and something is wrong.
        "{'id':7,'method':'initialize','params':{'protocolVersion':'2025-11-25'}} | v=2026-07-28 | 400 -32020",
        "{'id':7,'method':'tools/list'} | v=2024-11-05 | 400 -32022",
        "{'id':7,'method':'tools/list'} | v=nonsense | 400 -32022",
        "{'id':7,'method':'no/such'} | v=2025-11-25 | LEGACY",
        "{'id':7,'method':'server/discover'} | v=2025-11-25 | 200 -32601",
        "{'id':7,'method':'notifications/cancelled'} | v=2025-11-25 | 200 -32601",
        "{'method':'tools/call','params':{'name':'a'}} | v=2025-11-25 | 400 -32600",
        "{'method':'notifications/message','params':{}} | v=2025-11-25 | LEGACY",
        "[{'id':7,'method':'tools/list'}] | v=2025-06-18 | 400 -32600",
        "[{'id':7,'method':'initialize'}] | | 400 -32600",
        "[{'id':7,'method':'tools/list'},7] | | 400 -32600",
        "[] | | 400 -32600",
        // Neither.
        "{'id':7,'method':'tools/list' | | 400 -32700",
        "{'id':null,'method':'tools/list'} | | 400 -32600",
      })
  void theBodyDecidesAndTheHeadersAgreeOrItIsRefused(
      String shortBody, String shortHeaders, String expected) throws Exception {
    String body =
        shortBody
            .replace("$V", VERSION)
            .replace("$C", CAPABILITIES)
            .replace("{'id'", "{'jsonrpc':'2.0','id'")
            .replace("{'method'", "{'jsonrpc':'2.0','method'")
            .replace('\'', '"');

    RawClient.Answer answer =
        edge.ask(Requests.post(edge.authority(), headers(shortHeaders), body));

    if (expected.startsWith("4") || expected.startsWith("2")) {
      String[] statusAndCode = expected.split(" ", 2);
      assertThat(answer.status()).hasToString(statusAndCode[0]);
      assertThat(answer.body()).contains("\"code\":" + statusAndCode[1] + ",");
      assertThat(answer.body()).doesNotContain(":null");
      if (shortBody.startsWith("{'id':7,'method'") && shortBody.endsWith("}")) {
        assertThat(answer.body()).contains("\"id\":7");
      }
      assertThat(edge.upstream.all()).isEmpty();
    } else {
      assertThat(answer.status()).isIn(200, 202);
      assertThat(edge.upstream.all()).hasSize(1);
      FakeUpstream.Sent sent = edge.upstream.all().getFirst();
      assertThat(sent.exchange().client().era()).isEqualTo(Era.valueOf(expected));
      assertThat(sent.body()).isEqualTo(body);
    }
  }

  private static String headers(String shortHeaders) {
    StringBuilder headers = new StringBuilder();
    for (String each : shortHeaders == null ? new String[0] : shortHeaders.split(" ", -1)) {
      String value = each.substring(2);
      headers
          .append(
              switch (each.charAt(0)) {
                case 'v' -> "MCP-Protocol-Version: ";
                case 'm' -> "Mcp-Method: ";
                case 'n' -> "Mcp-Name: ";
                default -> throw new IllegalArgumentException(each);
              })
          .append(value)
          .append("\r\n");
    }
    return headers.toString();
  }
}
