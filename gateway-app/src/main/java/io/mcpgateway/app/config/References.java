package io.mcpgateway.app.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Resolves <code>${env:NAME}</code> and <code>${file:PATH}</code>. */
final class References implements Function<String, @Nullable String> {
  private final ConfigFiles files;
  private final Function<String, @Nullable String> environment;

  References(ConfigFiles files, Function<String, @Nullable String> environment) {
    this.files = files;
    this.environment = environment;
  }

  @Override
  public @Nullable String apply(String reference) {
    if (reference.startsWith("env:")) {
      return environment.apply(reference.substring("env:".length()));
    }
    if (reference.startsWith("file:")) {
      try {
        // Editors and `echo` end files with a line break that is no part of the secret.
        return files
            .secret(files.directory().resolve(Path.of(reference.substring("file:".length()))))
            .stripTrailing();
      } catch (IOException | java.nio.file.InvalidPathException unreadable) {
        return null;
      }
    }
    return null;
  }
}
