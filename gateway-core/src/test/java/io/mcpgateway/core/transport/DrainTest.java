package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.ReplyHead;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {
  private final Edge edge = Edge.plain();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void exchangesUnderWayEndAndNobodyElseIsLetIn() throws Exception {
    edge.upstream.stayQuiet();
    String authority = edge.authority();
    try (RawClient busy = edge.connect();
        RawClient idle = edge.connect()) {
      idle.send(Requests.get(authority, ""));
      assertThat(idle.answer().status()).isEqualTo(406);
      busy.send(Requests.post(authority, "", Requests.LEGACY_LIST));
      FakeUpstream.Sent sent = edge.upstream.next();
      int port = edge.port();

      CompletionStage<Void> drained = edge.listener.drain(Duration.ofSeconds(30));

      assertThat(idle.isClosedByGateway()).isTrue();
      Assertions.assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(IOException.class);
      assertThat(drained.toCompletableFuture()).isNotDone();
      sent.onLoop(() -> sent.json(200, sent.result("{}")));
      RawClient.Answer answer = busy.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("connection")).isEqualTo("close");
      busy.hangUp();
      drained.toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(edge.listener.openConnections()).isZero();
    }
  }

  @Test
  void standaloneStreamsEndAtOnce() throws Exception {
    edge.upstream.behave(sent -> sent.begin(ReplyHead.Shape.EVENTS, 200, null));
    try (RawClient client = edge.connect()) {
      client.send(Requests.get(edge.authority(), "Accept: text/event-stream\r\n"));
      FakeUpstream.Sent sent = edge.upstream.next();
      client.head();

      edge.listener.drain(Duration.ofSeconds(30));

      assertThat(client.chunk()).isEmpty();
      Awaitility.await().untilAsserted(() -> assertThat(sent.calls()).contains("cancel"));
    }
  }

  @Test
  void aSubscriptionEndsWithItsResult() throws Exception {
    edge.upstream.behave(sent -> sent.begin(ReplyHead.Shape.EVENTS, 200, null));
    try (RawClient client = edge.connect()) {
      client.send(
          Requests.post(
              edge.authority(),
              Requests.modernHeaders("subscriptions/listen"),
              Requests.modern("subscriptions/listen", "")));
      FakeUpstream.Sent sent = edge.upstream.next();
      client.head();

      edge.listener.drain(Duration.ofSeconds(30));

      assertThat(client.chunk())
          .contains("\"resultType\":\"complete\"")
          .contains("io.modelcontextprotocol/subscriptionId");
      assertThat(client.chunk()).isEmpty();
      Awaitility.await().untilAsserted(() -> assertThat(sent.calls()).contains("cancel"));
    }
  }

  @Test
  void whatDoesNotEndInTimeIsCut() throws Exception {
    edge.upstream.stayQuiet();
    try (RawClient client = edge.connect()) {
      client.send(Requests.post(edge.authority(), "", Requests.LEGACY_LIST));
      edge.upstream.next();

      edge.listener.drain(Duration.ofMillis(50)).toCompletableFuture().get(10, TimeUnit.SECONDS);

      assertThat(client.isClosedByGateway()).isTrue();
    }
  }
}
