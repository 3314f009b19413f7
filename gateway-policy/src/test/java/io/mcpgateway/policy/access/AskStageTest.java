package io.mcpgateway.policy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Observation;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.access.Question.Subject;
import io.mcpgateway.policy.model.Ask;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskStageTest {
  private static final Exchange CALL = Exchanges.call(Exchanges.anonymous(), "refund");
  private static final Observation WOULD_DENY = new Observation("rule:x", Observation.Effect.DENY);

  // Legacy: requests of the upstream.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sampling/createMessage sampling",
        "elicitation/create elicitation",
        "roots/list roots",
        "vendor/ask method",
        "Sampling/createMessage method",
        "tools/call method",
        "tasks/get task",
        "tasks/result task"
      })
  void aDeniedRequestIsAnsweredInTheClientsPlace(String row) {
    String method = row.substring(0, row.indexOf(' '));
    String word = row.substring(row.indexOf(' ') + 1);

    Revision revision = permitting().apply(CALL, request(method));

    assertThat(revision).isInstanceOf(Revision.Answered.class);
    Revision.Answered answered = (Revision.Answered) revision;
    assertThat(answered.counts()).isEqualTo(Map.of("ask:" + word + ":default", 1));
    assertThat(new String(answered.answer().bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":\"q\\u0031\",\"error\":{\"code\":1403,\"message\":\"The"
                + " client may not be asked for "
                + word
                + "\"}}");
  }

  @Test
  void aPermittedRequestGoesOn() {
    assertThat(permitting(answer(Ask.ROOTS)).apply(CALL, request("roots/list")))
        .isEqualTo(Revision.UNCHANGED);
    assertThat(permitting(answer(Ask.ROOTS)).apply(CALL, request("sampling/createMessage")))
        .isInstanceOf(Revision.Answered.class);
    assertThat(
            permitting(new Subject.Method("vendor/ask", false)).apply(CALL, request("vendor/ask")))
        .isEqualTo(Revision.UNCHANGED);
    assertThat(permitting(new Subject.Method("ping", true)).apply(CALL, request("ping")))
        .isEqualTo(Revision.UNCHANGED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SAMPLING", "ELICITATION"})
  void whoMayAskMayLookAfterTheTaskThatCameOfIt(Ask ask) {
    assertThat(permitting(answer(ask)).apply(CALL, request("tasks/get")))
        .isEqualTo(Revision.UNCHANGED);
    assertThat(permitting(answer(Ask.ROOTS)).apply(CALL, request("tasks/get")))
        .isInstanceOf(Revision.Answered.class);
  }

  @Test
  void everyStreamOfASessionAndEveryRequestIsLookedAt() {
    AskStage stage = permitting();
    assertThat(stage.concerns(CALL)).isTrue();
    assertThat(
            stage.concerns(
                Exchanges.exchange(
                    Exchanges.anonymous(), new Operation.OpenStream(), Target.none())))
        .isTrue();
    assertThat(stage.concerns(CALL.with(new Operation.EndSession(), Target.none()))).isFalse();
    assertThat(
            stage.concerns(
                CALL.with(
                    new Operation.Send(
                        Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")),
                    Target.none())))
        .isFalse();
  }

  // Modern: results that ask for input.

  @Test
  void aResultThatAsksForSomethingDeniedEndsTheReply() {
    JsonRpcMessage both =
        result(
            "\"inputRequests\":{\"a\":{\"method\":\"elicitation/create\"},"
                + "\"b\":{\"params\":{},\"method\":\"sampling/createMessage\"}}");

    assertThat(permitting(answer(Ask.ELICITATION)).apply(CALL, both))
        .isEqualTo(new Revision.Blocked(new Refusal.DeniedAsk("sampling", "default")));
    assertThat(permitting(answer(Ask.ELICITATION), answer(Ask.SAMPLING)).apply(CALL, both))
        .isEqualTo(Revision.UNCHANGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"inputRequests\":[]",
        "\"inputRequests\":null",
        "\"inputRequests\":{\"a\":null}",
        "\"inputRequests\":{\"a\":{}}",
        "\"inputRequests\":{\"a\":{\"method\":1}}",
        "\"inputRequests\":{\"a\":{\"method\":\"roots/list\",\"Method\":\"elicitation/create\"}}",
        "\"InputRequests\":{}",
        "\"INPUTREQUESTS\":{\"a\":{\"method\":\"roots/list\"}}",
        "\"inputRequeſts\":{}",
        "\"inputRequest\\u0053\":{}",
        "\"inputRequests\":{},\"inputrequests\":{}",
      })
  void whatOnlySomeReadersTakeForAQuestionIsNeverPermitted(String members) {
    assertThat(permittingAll().apply(CALL, result(members)))
        .isEqualTo(new Revision.Blocked(new Refusal.DeniedAsk("input", "malformed")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"inputRequests\":{\"a\":{\"method\":\"roots/list\"}}",
        "\"\\u0069nputRequests\":{\"a\":{\"method\":\"roots/list\"}}",
        "\"inputRequest\\u0073\":{\"a\":{\"m\\u0065thod\":\"roots\\/list\"}}",
        "\"task\":{\"taskId\":\"t\",\"inputRequests\":{\"a\":{\"method\":\"roots/list\"}}}",
        "\"content\":[],\"inputRequests\" : { \"a\" : {\"method\":\"roots/list\"}}",
      })
  void aQuestionIsFoundHoweverItIsWritten(String members) {
    assertThat(permitting().apply(CALL, result(members)))
        .isEqualTo(new Revision.Blocked(new Refusal.DeniedAsk("roots", "default")));
    assertThat(permitting(answer(Ask.ROOTS)).apply(CALL, result(members)))
        .isEqualTo(Revision.UNCHANGED);
  }

  @Test
  void anErrorThatSendsTheClientToAUrlIsAnElicitation() {
    JsonRpcMessage error =
        Exchanges.message(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32042,\"message\":\"\",\"data\":{}}}");

    assertThat(permitting().apply(CALL, error))
        .isEqualTo(new Revision.Blocked(new Refusal.DeniedAsk("elicitation", "default")));
    assertThat(permitting(answer(Ask.ELICITATION)).apply(CALL, error))
        .isEqualTo(Revision.UNCHANGED);
  }

  @Test
  void aNotificationOfATaskThatNeedsInputIsAQuestionToo() {
    JsonRpcMessage told =
        Exchanges.message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks\",\"params\":"
                + "{\"inputRequests\":{\"a\":{\"method\":\"elicitation/create\"}}}}");

    assertThat(permitting().apply(CALL, told)).isInstanceOf(Revision.Blocked.class);
    assertThat(permitting(answer(Ask.ELICITATION)).apply(CALL, told)).isEqualTo(Revision.UNCHANGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\":[{\"type\":\"text\",\"text\":\"inputRequests\"}]",
        "\"structuredContent\":{\"inputRequests\":{\"a\":{\"method\":\"roots/list\"}}}",
        "\"resultType\":\"input_required\",\"requestState\":\"s\"",
        "\"content\":[{\"text\":\"\\u003c\"}]"
      })
  void whatAsksForNothingGoesOn(String members) {
    assertThat(permitting().apply(CALL, result(members))).isEqualTo(Revision.UNCHANGED);
    assertThat(
            permitting()
                .apply(
                    CALL,
                    Exchanges.message(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}")))
        .isEqualTo(Revision.UNCHANGED);
    assertThat(
            permitting()
                .apply(CALL, Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}")))
        .isEqualTo(Revision.UNCHANGED);
  }

  // Observed.

  @Test
  void whatIsOnlyObservedGoesOnAndIsNoted() {
    AskStage stage =
        new AskStage((_, _) -> new Judgement(new Decision.Permit("observe"), List.of(WOULD_DENY)));

    assertThat(stage.apply(CALL, request("roots/list")))
        .isEqualTo(new Revision.Observed(List.of(WOULD_DENY)));
    assertThat(stage.apply(CALL, result("\"inputRequests\":{\"a\":{\"method\":\"roots/list\"}}")))
        .isEqualTo(new Revision.Observed(List.of(WOULD_DENY)));
  }

  @Test
  void whatIsDeniedCarriesWhatIsObserved() {
    AskStage stage =
        new AskStage((_, _) -> new Judgement(new Decision.Deny("default"), List.of(WOULD_DENY)));

    assertThat(stage.apply(CALL, result("\"inputRequests\":{\"a\":{\"method\":\"roots/list\"}}")))
        .isEqualTo(
            new Revision.Blocked(new Refusal.DeniedAsk("roots", "default"), List.of(WOULD_DENY)));
    assertThat(((Revision.Answered) stage.apply(CALL, request("roots/list"))).observations())
        .containsExactly(WOULD_DENY);
  }

  private static AskStage permitting(Subject... permitted) {
    Set<Subject> subjects = Set.of(permitted);
    return new AskStage(
        (_, subject) ->
            new Judgement(
                subjects.contains(subject)
                    ? new Decision.Permit("role:r")
                    : new Decision.Deny("default"),
                List.of()));
  }

  private static AskStage permittingAll() {
    return new AskStage((_, _) -> new Judgement(new Decision.Permit("role:r"), List.of()));
  }

  private static Subject answer(Ask ask) {
    return new Subject.Answer(ask);
  }

  private static JsonRpcMessage request(String method) {
    return Exchanges.message(
        "{\"jsonrpc\":\"2.0\",\"id\":\"q\\u0031\",\"method\":\"" + method + "\"}");
  }

  private static JsonRpcMessage result(String members) {
    return Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{" + members + "}}");
  }
}
