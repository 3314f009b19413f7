package io.mcpgateway.app.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.auth.token.KeyMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good key set of each issuer, in a file of its own: a line with the source, a line with
 * the time, then the set as it arrived. Blocks; thread-safe.
 */
public final class StoredKeys implements KeyMemory {
  private static final Logger logger = LoggerFactory.getLogger(StoredKeys.class);
  private static final int NAME_LENGTH = 32;

  private final StateDirectory state;
  private final LongAdder failures = new LongAdder();
  private final AtomicBoolean failing = new AtomicBoolean();

  public StoredKeys(StateDirectory state) {
    this.state = state;
  }

  /** How often saving or loading has failed. */
  public long failures() {
    return failures.sum();
  }

  @Override
  public @Nullable Remembered load(String source) {
    try {
      byte[] content = state.read(name(source));
      return content == null ? null : parse(content, source);
    } catch (IOException | DateTimeException unreadable) {
      failures.increment();
      logger.warn(
          "saved keys in {} cannot be read: {}", state.file(name(source)), unreadable.getMessage());
      return null;
    }
  }

  @Override
  public void save(String source, Remembered keys) {
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      content.write((source + "\n" + keys.fetched() + "\n").getBytes(UTF_8));
      content.write(keys.jwks());
      state.write(name(source), content.toByteArray());
      failing.set(false);
    } catch (IOException | RuntimeException unwritable) {
      failures.increment();
      if (!failing.getAndSet(true)) {
        logger.warn(
            "keys cannot be saved in {}: {}; they serve as long as this process, and a restart while"
                + " their issuer is down refuses its tokens",
            state,
            unwritable.toString());
      }
    }
  }

  private static Remembered parse(byte[] content, String source) throws IOException {
    int first = lineEnd(content, 0);
    int second = lineEnd(content, first + 1);
    if (!new String(content, 0, first, UTF_8).equals(source)) {
      throw new IOException("they are of another source");
    }
    Instant fetched = Instant.parse(new String(content, first + 1, second - first - 1, UTF_8));
    return new Remembered(Arrays.copyOfRange(content, second + 1, content.length), fetched);
  }

  private static int lineEnd(byte[] content, int from) throws IOException {
    for (int i = from; i < content.length; i++) {
      if (content[i] == '\n') {
        return i;
      }
    }
    throw new IOException("not a file of saved keys");
  }

  private static String name(String source) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(UTF_8));
      return "keys-" + HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH) + ".jwks";
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }
}
