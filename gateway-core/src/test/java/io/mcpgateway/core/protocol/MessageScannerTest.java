package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageScannerTest {
  @Test
  void aRequestTellsWhereItsPartsStand() throws Exception {
    byte[] body =
        """
        {"jsonrpc":"2.0", "id" : 12 ,"method":"tools/call","params":{"name":"é\\u0041x",
         "arguments":{"n":1.10,"big":9007199254740993},"_meta":{"k":"v"}} }
        """
            .getBytes(UTF_8);

    JsonRpcMessage message = MessageScanner.scan(body);

    assertThat(message).isInstanceOf(JsonRpcMessage.Request.class);
    assertThat(message.bytes()).isSameAs(body);
    assertThat(message.id()).isEqualTo(new RequestId("12"));
    assertThat(message.method()).isEqualTo("tools/call");
    assertThat(message.params().string("name")).isEqualTo("éAx");
    assertThat(message.params().raw("arguments"))
        .isEqualTo("{\"n\":1.10,\"big\":9007199254740993}");
    JsonObject arguments = message.params().object("arguments");
    assertThat(arguments).isNotNull();
    assertThat(arguments.raw("n")).isEqualTo("1.10");
    assertThat(arguments.raw("big")).isEqualTo("9007199254740993");
  }

  @ParameterizedTest
  @MethodSource("io.mcpgateway.core.protocol.MalformedMessages#all")
  void whatIsNotJsonIsAParseError(MalformedMessages.Body body) {
    assertThat(refused(body.bytes()).code()).isEqualTo(ErrorCodes.PARSE_ERROR);
  }

  @Test
  void theCorpusOfWhatIsNotJsonHoldsWhatItHeld() {
    // A provider that loses its cases would pass.
    assertThat(MalformedMessages.all().count()).isGreaterThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'jsonrpc':'2.0','id':1,'method':'tools/list','method':'tools/call'}",
        "{'jsonrpc':'2.0','id':1,'id':1,'method':'tools/list'}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{},'params':{}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'name':'ok','name':'admin'}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'name':'ok','n\\u0061me':'admin'}}",
        "{'jsonrpc':'2.0','id':1,'m\\u0065thod':'a','method':'b'}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'arguments':{'a':1,'\\u0061':1}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'arguments':{'a':[{'b':{'c':1,'c':2}}]}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'_meta':{'k':1,'k':1}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'x':[0,{'':1,'':2}]}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','extra':{'é':1,'\\u00e9':2}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','extra':{'😀':1,'\\ud83d\\ude00':2}}",
        "{'jsonrpc':'2.0','id':1,'result':{'a':{'b':1,'b':1}}}",
      })
  void twoMembersOfOneNameAreAParseErrorAtEveryLevel(String text) {
    MalformedMessageException problem = refused(json(text));

    assertThat(problem.code()).isEqualTo(ErrorCodes.PARSE_ERROR);
    assertThat(problem.problem()).startsWith("two members of one name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'jsonrpc':'2.0','id':1,'METHOD':'a'}",
        "{'jsonrpc':'2.0','id':1,'method':'a','Method':'b'}",
        "{'Method':'b','jsonrpc':'2.0','id':1,'method':'a'}",
        "{'jsonrpc':'2.0','id':1,'method':'a','ID':2}",
        "{'jsonrpc':'2.0','id':1,'method':'a','JsonRpc':'2.0'}",
        "{'jsonrpc':'2.0','id':1,'method':'a','Params':{}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{},'paramſ':{}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','param\\u017f':{}}",
        "{'jsonrpc':'2.0','id':1,'result':{},'Error':{}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','extra':1,'EXTRA':2}",
        "{'jsonrpc':'2.0','id':1,'method':'a','kilo':1,'\u212Ailo':2}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'Name':'admin'}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'name':'ok','Name':'admin'}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'name':'ok','\\u004eame':'admin'}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'argumentſ':{}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'Arguments':{}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'URI':'x'}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'taskID':'x'}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'tas\u212AId':'x'}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'taskid':'x'}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'_Meta':{}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'aa':1,'aA':2}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'straße':1,'STRAßE':2}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'\uD801\uDC28':1,'\uD801\uDC00':2}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'arguments':{'amount':1,'Amount':9}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'arguments':{'k':1,'\u212A':9}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'ref':{'name':'ok','Name':'hidden'}}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':{'ref':{'URI':'hidden'}}}",
      })
  void aVariantOfANameInAnotherCaseIsRefusedAndNeverCorrected(String text) {
    MalformedMessageException problem = refused(json(text));

    assertThat(problem.code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(problem.problem()).contains("by case");
    assertThat(problem.id()).isEqualTo(new RequestId("1"));
  }

  @Test
  void namesThatDifferByMoreThanCaseAndNamesInNestedDataAreNobodysBusiness() throws Exception {
    byte[] body =
        json(
            "{'jsonrpc':'2.0','id':1,'method':'a','params':{'name':'x','taskId':'t','names':1,"
                + "'arguments':{'Name':1,'METHOD':2,'deep':{'a':1,'A':2}},'_meta':{'K':1,'k':2}}}");

    assertThat(MessageScanner.scan(body).bytes()).isSameAs(body);
  }

  @Test
  void manyMembersThatDifferOnlyByCaseAreFoundWhereverTheyStand() {
    String many =
        IntStream.range(0, 5000).mapToObj(i -> "'m" + i + "':0").collect(Collectors.joining(","));

    for (String where :
        List.of("{'params':{%s,'M4999':1}", "{%s,'M0':1", "{'params':{'arguments':{%s,'M77':1}}")) {
      byte[] body = json(where.replace("%s", many) + ",'jsonrpc':'2.0','id':1,'method':'a'}");
      assertThat(refused(body).problem()).contains("by case");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "{}",
        "[]",
        "[1]",
        "1.5",
        "1.0",
        "1e2",
        "1E400",
        "-1.0",
        "-0.0",
        "12345678901234567890",
        "-12345678901234567890"
      })
  void anIdThatIsNeitherAStringNorAnIntegerIsInvalid(String id) {
    MalformedMessageException problem =
        refused(json("{'jsonrpc':'2.0','id':" + id + ",'method':'a'}"));

    assertThat(problem.code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(problem.id()).isNull();
  }

  @Test
  void anIdThatIsTooLongIsInvalid() {
    assertThat(refused(json("{'jsonrpc':'2.0','id':1" + "0".repeat(400) + ",'method':'a'}")).code())
        .isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(
            refused(json("{'jsonrpc':'2.0','id':'" + "x".repeat(1 << 20) + "','method':'a'}"))
                .code())
        .isEqualTo(ErrorCodes.INVALID_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-7",
        "9007199254740993",
        "9223372036854775807",
        "''",
        "'1'",
        "'\\u0031'",
        "'\\ud800'"
      })
  void anIdIsEchoedAsItWasWritten(String id) throws Exception {
    JsonRpcMessage message =
        MessageScanner.scan(json("{'method':'a','id': " + id + " ,'jsonrpc':'2.0'}"));

    assertThat(message.id()).isEqualTo(new RequestId(id.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[{'jsonrpc':'2.0','id':1,'method':'a'}]",
        "'a'",
        "1",
        "null",
        "true",
        "{'id':1,'method':'a'}",
        "{'jsonrpc':'1.0','id':1,'method':'a'}",
        "{'jsonrpc':2.0,'id':1,'method':'a'}",
        "{'jsonrpc':null,'id':1,'method':'a'}",
        "{'jsonrpc':'2.0','id':1}",
        "{'jsonrpc':'2.0','id':1,'method':''}",
        "{'jsonrpc':'2.0','id':1,'method':null}",
        "{'jsonrpc':'2.0','id':1,'method':7}",
        "{'jsonrpc':'2.0','id':1,'method':['a']}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':[]}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':null}",
        "{'jsonrpc':'2.0','id':1,'method':'a','params':'x'}",
        "{'jsonrpc':'2.0','id':1,'method':'a','result':{}}",
        "{'jsonrpc':'2.0','id':1,'method':'a','error':{}}",
        "{'jsonrpc':'2.0','id':1,'result':{},'error':{}}",
        "{'jsonrpc':'2.0','id':1,'error':'x'}",
        "{'jsonrpc':'2.0','result':{}}",
        "{'jsonrpc':'2.0','id':null,'result':{}}",
      })
  void jsonThatIsNoMessageIsAnInvalidRequest(String text) {
    assertThat(refused(json(text)).code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
  }

  @Test
  void theThreeKindsOfMessageAreToldApart() throws Exception {
    assertThat(MessageScanner.scan(json("{'jsonrpc':'2.0','method':'a'}")))
        .isInstanceOf(JsonRpcMessage.Notification.class);
    assertThat(MessageScanner.scan(json("{'jsonrpc':'2.0','id':1,'method':'a'}")))
        .isInstanceOf(JsonRpcMessage.Request.class);
    assertThat(MessageScanner.scan(json("{'jsonrpc':'2.0','id':1,'result':7}")))
        .isInstanceOfSatisfying(
            JsonRpcMessage.Response.class, answer -> assertThat(answer.isError()).isFalse());
    assertThat(MessageScanner.scan(json("{'jsonrpc':'2.0','error':{'code':1}}")))
        .isInstanceOfSatisfying(
            JsonRpcMessage.Response.class, answer -> assertThat(answer.isError()).isTrue());
  }

  @Test
  void nestingIsBounded() throws Exception {
    // The message and its params are two levels themselves.
    int room = Json.MAX_DEPTH - 2;

    assertThat(MessageScanner.scan(withParam("[".repeat(room) + "]".repeat(room)))).isNotNull();
    assertThat(refused(withParam("[".repeat(room + 1) + "]".repeat(room + 1))).code())
        .isEqualTo(ErrorCodes.PARSE_ERROR);
    assertThat(refused("[".repeat(100_000).getBytes(UTF_8)).code())
        .isEqualTo(ErrorCodes.PARSE_ERROR);
    assertThat(refused("{\"a\":".repeat(100_000).getBytes(UTF_8)).code())
        .isEqualTo(ErrorCodes.PARSE_ERROR);
  }

  @Test
  void numbersAreBoundedInLengthAndNeverInterpreted() throws Exception {
    assertThat(MessageScanner.scan(withParam("1e999999999")).params().raw("x"))
        .isEqualTo("1e999999999");
    assertThat(MessageScanner.scan(withParam("9".repeat(1000))).params().raw("x")).hasSize(1000);
    assertThat(refused(withParam("9".repeat(10_000_000))).code()).isEqualTo(ErrorCodes.PARSE_ERROR);
    assertThat(refused(withParam("0." + "9".repeat(2000))).code())
        .isEqualTo(ErrorCodes.PARSE_ERROR);
  }

  @Test
  void aLongStringIsAcceptedAndALongNameIsNot() throws Exception {
    String text = "é".repeat(5_000_000);

    assertThat(MessageScanner.scan(withParam('"' + text + '"')).params().string("x"))
        .isEqualTo(text);
    assertThat(MessageScanner.scan(withParam("{\"" + "n".repeat(Json.MAX_NAME_LENGTH) + "\":1}")))
        .isNotNull();
    assertThat(refused(withParam("{\"" + "n".repeat(Json.MAX_NAME_LENGTH + 9) + "\":1}")).code())
        .isEqualTo(ErrorCodes.PARSE_ERROR);
  }

  @Test
  void aMessageHoldsABoundedNumberOfValues() {
    assertThat(refused(withParam("[0" + ",0".repeat(Json.MAX_TOKENS) + "]")).code())
        .isEqualTo(ErrorCodes.PARSE_ERROR);
  }

  @Test
  void manyMembersTakeTimeInProportion() throws Exception {
    // Quadratic work on names of one length would keep this busy for many minutes.
    int count = 300_000;
    String members =
        IntStream.range(0, count)
            .mapToObj(i -> "\"m" + (1_000_000 + i) + "\":0")
            .collect(Collectors.joining(","));

    String open = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",";
    assertThat(
            MessageScanner.scan((open + "\"params\":{" + members + "}}").getBytes(UTF_8))
                .params()
                .size())
        .isEqualTo(count);
    assertThat(MessageScanner.scan((open + members + "}").getBytes(UTF_8)).params().size())
        .isZero();
  }

  @Test
  void halfASurrogatePairInAToolNameHarmsNobody() throws Exception {
    for (String name : List.of("\\ud800", "\\udc00", "a\\udbff", "\\ud800\\ud800", "\\u0000")) {
      JsonRpcMessage message =
          MessageScanner.scan(
              json(
                  "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'"
                      + name
                      + "'}}"));
      String read = message.params().string("name");

      assertThat(read).isNotNull().isNotEmpty();
      assertThat(message.params().raw("name")).isEqualTo('"' + name + '"');
      assertThat(McpHeaders.encode(read)).startsWith("=?base64?");
      assertThat(Json.quote(read)).isNotEmpty();
      assertThat(McpMethod.of(read, Era.MODERN)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\udc00", "\\ude00\\ud83d", "\\ud800\\ud800"})
  void halfASurrogatePairInTheNameOfAMemberIsAParseError(String name) {
    for (String member : List.of("{'NAME':1}", "{'arguments':{'NAME':1}}", "{'x':[{'NAME':1}]}")) {
      byte[] body = withParam(member.replace("NAME", name).replace('\'', '"'));
      assertThat(refused(body).code()).isEqualTo(ErrorCodes.PARSE_ERROR);
    }
  }

  @Test
  void aProblemNeverRepeatsTheMessage() {
    for (String text :
        List.of(
            "{'s3cret':1,'s3cret':2}",
            "{'a':s3cret}",
            "s3cret",
            "{'jsonrpc':'2.0','s3cret'}",
            "{'jsonrpc':'2.0','id':1,'method':'a','params':{'s3cret':1,'S3cret':1}}",
            "{'a':'s3cret\u0001'}")) {
      assertThat(refused(json(text)).problem()).doesNotContainIgnoringCase("s3cret");
    }
  }

  @Test
  void aBatchIsReadElementByElementAsStrictlyAsAMessage() throws Exception {
    byte[] batch =
        json(
            " [ {'jsonrpc':'2.0','id':1,'method':'é'} ,{'jsonrpc':'2.0','method':'b','params':{'n':1.10}}] ");

    assertThat(MessageScanner.looksLikeBatch(batch)).isTrue();
    List<JsonRpcMessage> messages = MessageScanner.scanBatch(batch, 2);

    assertThat(messages).extracting(JsonRpcMessage::method).containsExactly("é", "b");
    assertThat(new String(messages.get(0).bytes(), UTF_8))
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"é\"}");
    assertThat(messages.get(1).params().raw("n")).isEqualTo("1.10");
  }

  @Test
  void aBatchIsRefusedAsAWhole() {
    String good = "{'jsonrpc':'2.0','id':1,'method':'a'}";

    assertThat(refusedBatch("[]").code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(refusedBatch(good).code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(refusedBatch("[" + good + ",1]").code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(refusedBatch("[[" + good + "]]").code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(refusedBatch("[" + good + "," + good + "," + good + "]").code())
        .isEqualTo(ErrorCodes.INVALID_REQUEST);
    assertThat(refusedBatch("[" + good + ",{'jsonrpc':'2.0','method':'a','Method':'b'}]").code())
        .isEqualTo(ErrorCodes.INVALID_REQUEST);
    List<String> broken =
        new ArrayList<>(
            List.of("", "[", "[" + good, "[" + good + ",", "[" + good + ",]", "[" + good + "]]"));
    broken.add("[" + good + "] " + good);
    broken.add("[{'a':1,'a':2}]");
    broken.add("\ufeff[" + good + "]");
    for (String text : broken) {
      assertThat(refusedBatch(text).code()).as(text).isEqualTo(ErrorCodes.PARSE_ERROR);
    }
  }

  private static MalformedMessageException refusedBatch(String text) {
    return catchThrowableOfType(
        MalformedMessageException.class, () -> MessageScanner.scanBatch(json(text), 2));
  }

  private static MalformedMessageException refused(byte[] body) {
    MalformedMessageException problem =
        catchThrowableOfType(MalformedMessageException.class, () -> MessageScanner.scan(body));
    assertThat(problem).as("the message is refused").isNotNull();
    return problem;
  }

  private static byte[] withParam(String value) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":" + value + "}}")
        .getBytes(UTF_8);
  }

  /** JSON written with single quotes, for legibility. */
  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  @Test
  void aSplicedMessageIsWhatTheScannerWouldMakeOfIt() throws Exception {
    for (String json :
        List.of(
            "{\"jsonrpc\":\"2.0\",\"result\":{\"a\":\"old\",\"b\":[1,\"old\"]},\"id\":7}",
            "{ \"id\" : \"x\", \"error\":{\"code\":1,\"message\":\"old\"} ,\"jsonrpc\":\"2.0\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"x\":\"old\",\"y\":2,\"z\":\"old\"}}",
            "{\"method\":\"m\",\"params\":{\"x\":\"old\",\"y\":2},\"jsonrpc\":\"2.0\"}")) {
      JsonRpcMessage message = MessageScanner.scan(json.getBytes(UTF_8));
      Splices splices = new Splices();
      for (int at = json.indexOf("old"); at >= 0; at = json.indexOf("old", at + 1)) {
        splices.replace(new Span(at, at + 3), "something longer");
      }

      JsonRpcMessage spliced = MessageScanner.spliced(message, splices);

      JsonRpcMessage scanned =
          MessageScanner.scan(json.replace("old", "something longer").getBytes(UTF_8));
      assertThat(spliced.bytes()).isEqualTo(scanned.bytes());
      assertThat(spliced.id()).isEqualTo(scanned.id());
      assertThat(spliced.method()).isEqualTo(scanned.method());
      for (String name : List.of("x", "y", "z")) {
        assertThat(spliced.params().raw(name)).isEqualTo(scanned.params().raw(name));
      }
      if (spliced instanceof JsonRpcMessage.Response response) {
        assertThat(response.result()).isEqualTo(((JsonRpcMessage.Response) scanned).result());
        assertThat(response.error()).isEqualTo(((JsonRpcMessage.Response) scanned).error());
      }
    }
  }
}
