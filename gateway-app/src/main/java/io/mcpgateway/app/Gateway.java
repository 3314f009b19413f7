package io.mcpgateway.app;

import io.mcpgateway.app.config.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Placeholder. */
public final class Gateway implements AutoCloseable {
  public static Gateway start(Path file, Function<String, @Nullable String> environment)
      throws ConfigException, StartException {
    throw new StartException("nothing yet");
  }

  public List<String> readyLines() {
    return List.of();
  }

  public void reload() {}

  @Override
  public void close() {}
}
