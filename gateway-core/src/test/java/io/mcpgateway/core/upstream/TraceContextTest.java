package io.mcpgateway.core.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Trace;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a message changes because of a trace, and that nothing else does. */
class TraceContextTest {
  private static final String IDS = "00-00000000000000010000000000000002-0000000000000004-01";
  private static final Trace TOLD = new Trace(1, 2, 3, 4, 4, true, true, "", true);
  private static final Trace STATED = new Trace(1, 2, 3, 4, 4, true, true, "a=\"1\\\"", true);
  private static final Trace UNTOLD = new Trace(1, 2, 0, 4, 4, false, false, "", true);
  private static final String PARENT = "\"traceparent\":\"" + IDS + "\"";
  private static final String STATE = "\"tracestate\":\"a=\\\"1\\\\\\\"\"";

  @Test
  void aMessageWithoutParamsGetsThem() {
    check(
        TOLD,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\" : \"ping\" }",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\" : \"ping\",\"params\":{\"_meta\":{"
            + PARENT
            + "}} }");
  }

  @Test
  void paramsWithoutMetaGetOne() {
    checkParams(TOLD, "{ }", "{\"_meta\":{" + PARENT + "} }");
    checkParams(TOLD, "{ \"name\":1.10}", "{\"_meta\":{" + PARENT + "}, \"name\":1.10}");
    checkParams(STATED, "{\"a\":1}", "{\"_meta\":{" + PARENT + "," + STATE + "},\"a\":1}");
  }

  @Test
  void aMetaGetsWhatItLacks() {
    checkMeta(TOLD, "{}", "{" + PARENT + "}");
    checkMeta(TOLD, "{ \"a/b\" : 1 }", "{" + PARENT + ", \"a/b\" : 1 }");
    checkMeta(STATED, "{\"a\":1}", "{" + PARENT + "," + STATE + ",\"a\":1}");
  }

  @Test
  void whatTheClientWroteIsReplacedWhereItStands() {
    checkMeta(
        TOLD,
        "{ \"a\":1, \"traceparent\" : \"x\" ,\"b\":2}",
        "{ \"a\":1, \"traceparent\" : \"" + IDS + "\" ,\"b\":2}");
    checkMeta(
        STATED,
        "{\"tracestate\":\"old=1\",\"b\":2,\"traceparent\":[1]}",
        "{" + STATE + ",\"b\":2," + PARENT + "}");
  }

  @Test
  void baggageAndWhatIsMalformedStayHere() {
    String all = "{\"baggage\":\"secret\" , \"traceparent\":\"x\",\"tracestate\":\"y\"}";
    checkMeta(UNTOLD, all, "{}");
    checkMeta(UNTOLD, "{\"baggage\":\"s\" , \"a\":1}", "{ \"a\":1}");
    checkMeta(UNTOLD, "{\"a\":1 , \"baggage\":\"s\"}", "{\"a\":1}");
    checkMeta(UNTOLD, "{\"a\":1,\"baggage\":{\"x\":[\",\"]},\"b\":2}", "{\"a\":1,\"b\":2}");
    checkMeta(
        UNTOLD,
        "{\"b\\u0061ggage\":\"s\",\"tracestate\":\"s\",\"b\":2,\"traceparent\":1}",
        "{\"b\":2}");
    checkMeta(TOLD, all, "{ " + PARENT + "}");
  }

  @Test
  void aMetaThatIsNoneStaysAsItIs() {
    checkParams(TOLD, "{\"_meta\":\"x\"}", "{\"_meta\":\"x\"}");
  }

  @Test
  void anAnswerHasNoPlaceForIt() {
    String answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
    check(TOLD, answer, answer);
  }

  @Test
  void whatSaysNothingOfTracesIsTheSameArray() throws MalformedMessageException {
    Trace silent = new Trace(1, 2, 0, 4, 4, false, false, "", false);
    byte[] bytes = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}".getBytes(UTF_8);

    assertThat(TraceContext.body(MessageScanner.scan(bytes), silent)).isSameAs(bytes);
  }

  private static void checkMeta(Trace trace, String meta, String expected) {
    checkParams(trace, "{\"_meta\":" + meta + ",\"x\":1}", "{\"_meta\":" + expected + ",\"x\":1}");
    checkParams(
        trace, "{\"x\":1, \"_meta\":" + meta + " }", "{\"x\":1, \"_meta\":" + expected + " }");
  }

  private static void checkParams(Trace trace, String params, String expected) {
    for (String end : List.of("}", ",\"id\":\"7\"}", ",\"id\":1.10e1}".replace("1.10e1", "12"))) {
      String head = "{\"jsonrpc\":\"2.0\",\"method\":\"tools/list\",\"params\":";
      check(trace, head + params + end, head + expected + end);
    }
  }

  private static void check(Trace trace, String message, String expected) {
    try {
      byte[] body = TraceContext.body(MessageScanner.scan(message.getBytes(UTF_8)), trace);
      assertThat(new String(body, UTF_8)).isEqualTo(expected);
      MessageScanner.scan(body);
    } catch (MalformedMessageException malformed) {
      throw new AssertionError(malformed);
    }
  }
}
