package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Transcript;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import org.jspecify.annotations.Nullable;

/** What is kept of the arguments and results of one exchange. */
final class KeptContent implements Transcript {
  private final @Nullable ContentCopy arguments;
  private final @Nullable ContentCopy results;
  private int messages;

  KeptContent(@Nullable ContentCopy arguments, @Nullable ContentCopy results) {
    this.arguments = arguments;
    this.results = results;
  }

  @Override
  public void replied(JsonRpcMessage message) {
    if (results == null) {
      return;
    }
    Span value =
        message instanceof JsonRpcMessage.Response response ? answer(response) : params(message);
    if (value != null) {
      messages++;
      results.add(message.bytes(), value);
    }
  }

  static @Nullable Span answer(JsonRpcMessage.Response response) {
    return response.isError() ? response.error() : response.result();
  }

  private static @Nullable Span params(JsonRpcMessage message) {
    return message instanceof JsonRpcMessage.Scanned scanned
        ? scanned.envelope().span("params")
        : null;
  }

  @Override
  public long cost() {
    return cost(arguments) + cost(results);
  }

  private static long cost(@Nullable ContentCopy copy) {
    return copy == null ? 0 : copy.cost();
  }

  void writeArguments(JsonLine line) {
    write("arguments", arguments, line);
  }

  void writeResults(JsonLine line) {
    if (messages > 0) {
      write("results", results, line);
    }
  }

  private static void write(String name, @Nullable ContentCopy copy, JsonLine line) {
    if (copy != null) {
      line.beginObject(name);
      copy.write(line);
      line.endObject();
    }
  }
}
