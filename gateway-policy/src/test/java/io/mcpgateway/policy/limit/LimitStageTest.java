package io.mcpgateway.policy.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.RefusalAnswer;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.PolicySpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitStageTest {
  private static final Principal ANN = Exchanges.someone("ann");
  private static final Principal BOB = Exchanges.someone("bob");

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final Limiter limiter = new Limiter(clock::get);

  @Test
  void aBurstPassesAndThenTokensComeBackOneByOne() {
    LimitStage stage = stage("{ name: l, key: [principal], rate: 60/min, burst: 3 }");

    assertThat(passed(stage, ANN, "a", 10)).isEqualTo(3);
    assertThat(stage.apply(Exchanges.call(ANN, "a")))
        .isEqualTo(refused("l", Duration.ofSeconds(1)));
    forward(Duration.ofMillis(999));
    assertThat(stage.apply(Exchanges.call(ANN, "a"))).isEqualTo(refused("l", Duration.ofMillis(1)));
    forward(Duration.ofMillis(1));
    assertThat(passed(stage, ANN, "a", 10)).isEqualTo(1);
    forward(Duration.ofHours(1));
    assertThat(passed(stage, ANN, "a", 10)).isEqualTo(3);
  }

  @Test
  void withoutABurstThePeriodsAmountPassesAtOnce() {
    LimitStage stage = stage("{ name: l, key: [route], rate: 5/h }");

    assertThat(passed(stage, ANN, "a", 10)).isEqualTo(5);
  }

  @Test
  void principalsHaveBucketsOfTheirOwn() {
    LimitStage stage = stage("{ name: l, key: [principal], rate: 2/min }");

    assertThat(passed(stage, ANN, "a", 5)).isEqualTo(2);
    assertThat(passed(stage, BOB, "a", 5)).isEqualTo(2);
    assertThat(passed(stage, Exchanges.anonymous(), "a", 5)).isEqualTo(2);
  }

  @Test
  void toolsHaveBucketsOfTheirOwnAndNothingElseCounts() {
    LimitStage stage = stage("{ name: l, key: [tool], rate: 2/min }");

    assertThat(passed(stage, ANN, "a", 5)).isEqualTo(2);
    assertThat(passed(stage, BOB, "a", 5)).isZero();
    assertThat(passed(stage, ANN, "b", 5)).isEqualTo(2);
    for (int i = 0; i < 5; i++) {
      assertThat(stage.apply(Exchanges.request(ANN, McpMethod.TOOLS_LIST, "{}")))
          .isInstanceOf(Verdict.Continue.class);
    }
  }

  @Test
  void routesHaveBucketsOfTheirOwn() {
    LimitStage stage = stage("{ name: l, key: [route], rate: 1/min }");
    Exchange call = Exchanges.call(ANN, "a");
    Exchange elsewhere = Exchanges.onRoute("/hr/mcp", ANN, call.operation(), call.target());

    assertThat(passed(stage, ANN, "a", 5)).isEqualTo(1);
    assertThat(passed(stage, BOB, "a", 5)).isZero();
    assertThat(stage.apply(elsewhere)).isInstanceOf(Verdict.Continue.class);
  }

  @Test
  void onlyTheNamedToolsCount() {
    LimitStage stage = stage("{ name: l, tools: [\"refund*\"], key: [principal], rate: 1/min }");

    assertThat(passed(stage, ANN, "other", 5)).isEqualTo(5);
    assertThat(passed(stage, ANN, "refund_all", 5)).isEqualTo(1);
    assertThat(passed(stage, ANN, "refund_one", 5)).isZero();
  }

  @Test
  void whenOneLimitRefusesTheOthersAreNotCharged() {
    LimitStage stage =
        stage(
            "{ name: wide, key: [principal], rate: 10/h }",
            "{ name: narrow, tools: [refund], key: [principal], rate: 1/h }");

    assertThat(passed(stage, ANN, "refund", 50)).isEqualTo(1);
    assertThat(passed(stage, ANN, "other", 50)).isEqualTo(9);
  }

  @Test
  void theSlowestLimitSaysHowLongToWait() {
    LimitStage stage =
        stage(
            "{ name: fast, key: [principal], rate: 1/s }",
            "{ name: slow, key: [principal], rate: 1/h }");
    stage.apply(Exchanges.call(ANN, "a"));

    assertThat(stage.apply(Exchanges.call(ANN, "a")))
        .isEqualTo(refused("slow", Duration.ofHours(1)));
  }

  @Test
  void whatIsNoRequestDoesNotCount() {
    LimitStage stage = stage("{ name: l, key: [principal], rate: 1/h }");
    Exchange notification =
        Exchanges.send(
            ANN, Exchanges.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}"));
    Exchange stream = Exchanges.exchange(ANN, new Operation.OpenStream(), notification.target());

    for (int i = 0; i < 3; i++) {
      assertThat(stage.apply(notification)).isInstanceOf(Verdict.Continue.class);
      assertThat(stage.apply(stream)).isInstanceOf(Verdict.Continue.class);
    }
  }

  @Test
  void anUnknownMethodCounts() {
    LimitStage stage = stage("{ name: l, key: [principal], rate: 1/h }");
    Exchange unknown =
        Exchanges.send(ANN, Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}"));

    assertThat(stage.apply(unknown)).isInstanceOf(Verdict.Continue.class);
    assertThat(stage.apply(unknown)).isInstanceOf(Verdict.Refuse.class);
  }

  @Test
  void aReloadKeepsBucketsWhoseFiguresStay() {
    String same = "{ name: l, key: [principal], rate: 2/h }";

    assertThat(passed(stage(same), ANN, "a", 5)).isEqualTo(2);
    assertThat(passed(stage(same), ANN, "a", 5)).isZero();
    assertThat(passed(stage("{ name: l, key: [principal], rate: 3/h }"), ANN, "a", 5)).isEqualTo(3);
  }

  @Test
  void thereAreNeverMoreBucketsThanTheBound() {
    Limiter small = new Limiter(clock::get, 100);
    LimitStage stage = new LimitStage(policy("{ name: l, key: [principal], rate: 1/h }"), small);

    for (int i = 0; i < 5_000; i++) {
      stage.apply(Exchanges.call(Exchanges.someone("s" + i), "a"));
    }

    assertThat(small.size()).isLessThanOrEqualTo(100);
  }

  @Test
  void theAnswerIs429WithRetryAfterAndAJsonRpcBody() {
    LimitStage stage = stage("{ name: l, key: [principal], rate: 40/min, burst: 1 }");
    stage.apply(Exchanges.call(ANN, "a"));
    Exchange call = Exchanges.call(ANN, "a");

    Refusal refusal = ((Verdict.Refuse) stage.apply(call)).refusal();
    RefusalAnswer answer = RefusalAnswer.of(refusal, Era.MODERN, call.id());

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers()).containsEntry("retry-after", "2");
    assertThat(new String(answer.body(call.requestId()), UTF_8))
        .startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1429,");
  }

  private LimitStage stage(String... limits) {
    return new LimitStage(policy(limits), limiter);
  }

  private static PolicySpec policy(String... limits) {
    return Exchanges.policy("limits:\n  - " + String.join("\n  - ", limits) + "\n");
  }

  private void forward(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static Verdict refused(String limit, Duration wait) {
    return new Verdict.Refuse(new Refusal.RateLimited(limit, wait));
  }

  private static int passed(LimitStage stage, Principal principal, String tool, int calls) {
    int passed = 0;
    for (int i = 0; i < calls; i++) {
      if (stage.apply(Exchanges.call(principal, tool)) instanceof Verdict.Continue) {
        passed++;
      }
    }
    return passed;
  }
}
