package io.mcpgateway.app;

import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An upstream whose tools do what they are called: {@code search} answers, {@code die} breaks off,
 * {@code hang} never answers. Remembers the ids of all calls.
 */
final class NumberedUpstream implements AutoCloseable {
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final Queue<String> repeated = new ConcurrentLinkedQueue<>();
  private final ScriptedUpstream upstream = ScriptedUpstream.start(this::answer);

  private void answer(ScriptedUpstream.Request request, ScriptedUpstream.Connection connection)
      throws IOException {
    String text = request.text();
    int begin = text.indexOf("\"id\":\"") + 6;
    String id = text.substring(begin, text.indexOf('"', begin));
    if (text.contains("\"tools/call\"") && !ids.add(id)) {
      repeated.add(id);
    }
    if (text.contains("\"name\":\"die\"")) {
      connection.reset();
    } else if (text.contains("\"name\":\"hang\"")) {
      connection.awaitClose();
    } else {
      connection.respond(
          200,
          "application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":\""
              + id
              + "\",\"result\":{\"resultType\":\"complete\",\"content\":[]}}");
    }
  }

  URI url() {
    return upstream.url().resolve("/mcp");
  }

  /** Ids of the requests that arrived. */
  Set<String> ids() {
    return ids;
  }

  /** Of those that arrived more than once. */
  Queue<String> repeated() {
    return repeated;
  }

  @Override
  public void close() {
    upstream.close();
  }
}
