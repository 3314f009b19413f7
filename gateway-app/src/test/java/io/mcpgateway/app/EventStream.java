package io.mcpgateway.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An open stream of events, read on a thread of its own for as long as it lasts. */
final class EventStream {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  EventStream(HttpResponse<InputStream> response) {
    Thread.ofVirtual().start(() -> read(response));
  }

  private void read(HttpResponse<InputStream> response) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException | RuntimeException ended) {
      lines.add("ended");
    }
  }

  /** Everything so far. */
  String text() {
    return String.join("\n", lines);
  }

  /** The methods of the notifications that a list is another, in the order they came. */
  List<String> changes() {
    return lines.stream()
        .filter(line -> line.contains("/list_changed\""))
        .map(
            line ->
                line.substring(line.indexOf("notifications/"), line.indexOf("list_changed\"") + 12))
        .toList();
  }
}
