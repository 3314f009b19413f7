package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.core.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text that a command is given to look at: in UTF-8, and no larger than a message may be that is
 * masked.
 */
final class TrialInput {
  static final int MAX_BYTES = 16 << 20;

  private TrialInput() {}

  /**
   * @param file null for standard input
   */
  static byte[] read(@Nullable Path file) throws ConfigException {
    String name = file == null ? "standard input" : file.toString();
    byte[] bytes;
    try (InputStream in =
        file == null ? InputStream.nullInputStream() : Files.newInputStream(file)) {
      bytes = (file == null ? System.in : in).readNBytes(MAX_BYTES + 1);
    } catch (IOException unreadable) {
      throw wrong(name, 1, "a text that can be read");
    }
    if (bytes.length > MAX_BYTES) {
      throw wrong(name, 1, "at most " + MAX_BYTES + " bytes");
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    CoderResult end =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(rest, CharBuffer.allocate(bytes.length), true);
    if (end.isError()) {
      throw wrong(name, line(bytes, rest.position()), "UTF-8");
    }
    return bytes;
  }

  private static int line(byte[] bytes, int at) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  static ConfigException wrong(String name, int line, String expected) {
    return new ConfigException(List.of(new Problem(name, line, "", "", expected)));
  }
}
