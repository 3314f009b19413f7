package io.mcpgateway.core.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyEvent;
import io.mcpgateway.core.exchange.ReplyHead;
import io.mcpgateway.core.exchange.ReplySink;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers a reply, in one line per call. */
final class RecordingSink implements ReplySink {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  volatile @Nullable Refusal refusal;
  volatile @Nullable ReplyHead head;
  volatile boolean ended;

  @Override
  public void refuse(Refusal why) {
    refusal = why;
    calls.add("refuse " + why.reason());
    ended = true;
  }

  @Override
  public void bare(int status) {
    calls.add("bare " + status);
    ended = true;
  }

  @Override
  public void begin(ReplyHead begun) {
    head = begun;
    calls.add("begin " + begun.shape() + " " + begun.status());
  }

  @Override
  public void event(ReplyEvent event) {
    String text = event.message() == null ? "-" : new String(event.message().bytes(), UTF_8);
    calls.add(
        "event "
            + text
            + (event.eventId() == null ? "" : " id=" + event.eventId())
            + (event.retry() == null ? "" : " retry=" + event.retry()));
  }

  @Override
  public void end() {
    calls.add("end");
    ended = true;
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  /** Everything, once the reply has ended. */
  List<String> whole() {
    await().atMost(Duration.ofSeconds(10)).until(() -> ended);
    return calls();
  }

  Refusal refused() {
    whole();
    return Objects.requireNonNull(refusal, () -> "no refusal but " + calls);
  }
}
