package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.ReplyHead;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeoutTest {
  private final Edge edge = Edge.plain(Edge.impatient());

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void aHeadThatDoesNotEndIsAnsweredAndCut() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send("POST /mcp HTTP/1.1\r\nHost: ");

      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.isClosedByGateway()).isTrue();
    }
    assertThat(edge.outcomes).hasSize(1);
    assertThat(edge.outcomes.getFirst().word()).isEqualTo("request-timeout");
  }

  @Test
  void aBodyThatDoesNotEndIsAnsweredAndCut() throws Exception {
    String request = Requests.post(edge.authority(), "", Requests.LEGACY_LIST);
    try (RawClient client = edge.connect()) {
      client.send(request.substring(0, request.length() - 1));

      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.isClosedByGateway()).isTrue();
    }
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void aSecondHeadThatDoesNotEndIsCutToo() throws Exception {
    String request = Requests.post(edge.authority(), "", Requests.LEGACY_LIST);
    try (RawClient client = edge.connect()) {
      client.send(request + "POST ");

      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void aConnectionThatSaysNothingIsCut() throws Exception {
    try (RawClient client = edge.connect()) {
      assertThat(client.isClosedByGateway()).isTrue();
    }
    assertThat(edge.outcomes).isEmpty();
  }

  @Test
  void anIdleConnectionIsCut() throws Exception {
    try (RawClient client = edge.connect()) {
      client.send(Requests.post(edge.authority(), "", Requests.LEGACY_LIST));
      assertThat(client.answer().status()).isEqualTo(200);

      assertThat(client.isClosedByGateway()).isTrue();
    }
    assertThat(edge.outcomes).hasSize(1);
  }

  @Test
  void aReplyUnderWayIsNotIdle() throws Exception {
    edge.upstream.stayQuiet();
    try (RawClient client = edge.connect();
        RawClient idle = edge.connect()) {
      client.send(Requests.post(edge.authority(), "", Requests.LEGACY_LIST));
      FakeUpstream.Sent sent = edge.upstream.next();

      // A connection that came later is cut for being idle; the one that waits for us is not.
      assertThat(idle.isClosedByGateway()).isTrue();
      sent.onLoop(sent::answerAtOnce);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatDoesNotReadIsCut() throws Exception {
    edge.upstream.stayQuiet();
    try (RawClient client = edge.connect()) {
      client.send(Requests.post(edge.authority(), "", Requests.LEGACY_LIST));
      FakeUpstream.Sent sent = edge.upstream.next();
      sent.onLoop(() -> sent.begin(ReplyHead.Shape.EVENTS, 200, null));
      String large =
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"x\":\""
              + "x".repeat(1 << 20)
              + "\"}}";
      CompletableFuture<Boolean> written = new CompletableFuture<>();
      sent.onLoop(
          () -> {
            for (int i = 0; i < 16; i++) {
              sent.event(large);
            }
            written.complete(true);
          });
      written.get();

      Awaitility.await().until(() -> edge.listener.openConnections() == 0);
    }
  }
}
