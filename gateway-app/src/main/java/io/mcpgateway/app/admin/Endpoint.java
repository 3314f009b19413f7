package io.mcpgateway.app.admin;

import io.mcpgateway.app.config.AdminCaller.Permit;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked of the admin listener.
 *
 * @param method {@code GET} stands for {@code HEAD}, too
 * @param path exact, or with {@code /*} at its end for one more segment
 * @param need what the caller must be permitted; null for nothing at all, anywhere
 * @param maxBody the longest body that is read, in bytes
 */
public record Endpoint(
    String method, String path, @Nullable Permit need, Handler handler, int maxBody) {
  private static final String SEGMENT = "/*";
  private static final int MAX_BODY = 16 * 1024;

  /** One with a body of the usual size, if any. */
  Endpoint(String method, String path, @Nullable Permit need, Handler handler) {
    this(method, path, need, handler, MAX_BODY);
  }

  /** Answers what was asked and permitted. On a virtual thread; may block. */
  @FunctionalInterface
  public interface Handler {
    Answer answer(AdminRequest request);
  }

  /** A page that only shows something. */
  static Endpoint page(String path, @Nullable Permit need, Handler handler) {
    return new Endpoint("GET", path, need, handler);
  }

  boolean isAt(String asked) {
    if (!path.endsWith(SEGMENT)) {
      return path.equals(asked);
    }
    int start = path.length() - 1;
    return asked.length() > start
        && asked.startsWith(path.substring(0, start))
        && asked.indexOf('/', start) < 0;
  }

  boolean takes(String asked) {
    return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
  }

  /** Whether it changes something. */
  boolean changes() {
    return !method.equals("GET");
  }

  boolean hasBody() {
    return method.equals("POST");
  }
}
