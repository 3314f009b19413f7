package io.mcpgateway.app.audit.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mcpgateway.app.audit.store.TrailPosition;
import io.mcpgateway.app.state.StateDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How far a sink has got, over restarts: a small file, {@code <segment> <offset>}. */
final class Cursor {
  private final StateDirectory state;
  private final String file;

  Cursor(StateDirectory state, String sink) {
    this.state = state;
    this.file = "audit-sink-" + sink;
  }

  /**
   * Null if the sink is new.
   *
   * @throws IOException if it cannot be read, or says something else
   */
  @Nullable TrailPosition read() throws IOException {
    byte[] content = state.read(file);
    if (content == null) {
      return null;
    }
    String[] parts = new String(content, US_ASCII).strip().split(" ", -1);
    try {
      int segment = Integer.parseInt(parts[0]);
      long offset = Long.parseLong(parts[1]);
      if (parts.length == 2 && segment >= 0 && offset >= 0) {
        return new TrailPosition(segment, offset);
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException malformed) {
      // Said below.
    }
    throw new IOException(
        state.file(file) + " holds no cursor: remove it, and the sink begins anew");
  }

  void write(TrailPosition position) throws IOException {
    state.write(file, (position.segment() + " " + position.offset() + "\n").getBytes(US_ASCII));
  }
}
