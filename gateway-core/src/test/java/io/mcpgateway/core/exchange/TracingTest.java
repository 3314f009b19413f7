package io.mcpgateway.core.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.Span;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose trace an exchange belongs to. */
class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String OTHER = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-00";

  @Test
  void withoutAWordOfTheClientATraceBegins() {
    Trace trace = header(Map.of());

    assertThat(trace.traceId()).matches("[0-9a-f]{32}");
    assertThat(trace.spanId()).matches("[0-9a-f]{16}");
    assertThat(trace.propagated()).isFalse();
    assertThat(header(Map.of()).traceId()).isNotEqualTo(trace.traceId());
  }

  @Test
  void theClientsTraceGoesOnWithASpanOfOurs() {
    Trace trace = header(Map.of("traceparent", PARENT, "tracestate", "a=1, b@c=2"));

    assertThat(trace.traceId()).isEqualTo(TRACE);
    assertThat(Trace.hex(trace.parent())).isEqualTo("b7ad6b7169203331");
    assertThat(trace.state()).isEqualTo("a=1, b@c=2");
    assertThat(trace.upstreamParent()).isEqualTo("00-" + TRACE + "-" + trace.spanId() + "-01");
  }

  @Test
  void theMessageKnowsBetterThanTheHeader() {
    Trace trace = message("{\"traceparent\":\"" + PARENT + "\"}", Map.of("traceparent", OTHER));

    assertThat(trace.traceId()).isEqualTo(TRACE);
    assertThat(trace.inMessage()).isTrue();
  }

  @Test
  void theHeaderCountsWhereTheMessageIsWrong() {
    Trace trace = message("{\"traceparent\":\"00-x\"}", Map.of("traceparent", PARENT));

    assertThat(trace.traceId()).isEqualTo(TRACE);
    assertThat(trace.inMessage()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01x",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319\u0661-b7ad6b7169203331-01",
      })
  void whatIsNoTraceparentIsAsIfItHadNotBeenSaid(String parent) {
    assertThat(header(Map.of("traceparent", parent)).parent()).isZero();
  }

  @Test
  void aLaterVersionBeginsInTheSameWay() {
    assertThat(header(Map.of("traceparent", "01" + PARENT.substring(2) + "-more")).traceId())
        .isEqualTo(TRACE);
    assertThat(
            header(Map.of("traceparent", "01" + PARENT.substring(2) + "-x".repeat(300))).parent())
        .isZero();
  }

  @Test
  void aTracestateIsDroppedWhereItIsWrong() {
    for (String state :
        List.of(
            "a",
            "A=1",
            "a=1,a=2",
            "a=",
            "a=b=c",
            "a=\u00e9",
            "a=\r\nx",
            "a@=1",
            "a=" + "x".repeat(257),
            "x".repeat(257) + "=1",
            members(33),
            "a=" + "x".repeat(200) + ",b=" + "x".repeat(200) + ",c=" + "x".repeat(200))) {
      Trace trace = header(Map.of("traceparent", PARENT, "tracestate", state));
      assertThat(trace.state()).as(state).isEmpty();
      assertThat(trace.traceId()).isEqualTo(TRACE);
    }
    assertThat(header(Map.of("traceparent", PARENT, "tracestate", members(32))).state())
        .isEqualTo(members(32));
  }

  @Test
  void theClientDecidesWhetherItsTraceIsKept() {
    Tracing nothing = new Tracing(true, 0);
    Tracing all = new Tracing(true, 1);

    assertThat(nothing.of(headers(Map.of("traceparent", PARENT))).sampled()).isTrue();
    assertThat(all.of(headers(Map.of("traceparent", OTHER))).sampled()).isFalse();
    assertThat(nothing.of(headers(Map.of())).sampled()).isFalse();
    assertThat(all.of(headers(Map.of())).sampled()).isTrue();
  }

  @Test
  void aShareOfTheTracesThatBeginHereIsKept() {
    Tracing tenth = new Tracing(true, 0.1);
    long kept =
        IntStream.range(0, 20_000).filter(_ -> tenth.of(headers(Map.of())).sampled()).count();

    assertThat(kept).isBetween(1_500L, 2_500L);
  }

  @Test
  void messagesOfOneRequestHaveSpansOfTheirOwn() {
    Trace trace = header(Map.of("traceparent", PARENT));

    assertThat(trace.sibling().traceId()).isEqualTo(TRACE);
    assertThat(trace.sibling().spanId()).isNotEqualTo(trace.spanId());
  }

  private static String members(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
  }

  private static Trace header(Map<String, String> headers) {
    return Tracing.OFF.of(headers(headers));
  }

  private static Trace message(String meta, Map<String, String> headers) {
    byte[] bytes = meta.getBytes(UTF_8);
    return Tracing.OFF.of(JsonObject.at(bytes, new Span(0, bytes.length)), header(headers));
  }

  private static RequestHeaders headers(Map<String, String> fields) {
    return new RequestHeaders() {
      @Override
      public @Nullable String first(String name) {
        return fields.get(name);
      }

      @Override
      public List<String> all(String name) {
        return fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
      }

      @Override
      public List<Map.Entry<String, String>> startingWith(String prefix) {
        return List.of();
      }
    };
  }
}
