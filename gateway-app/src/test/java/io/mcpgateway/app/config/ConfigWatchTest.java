package io.mcpgateway.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  @TempDir Path directory;

  private final List<String> seen = new CopyOnWriteArrayList<>();

  @Test
  void aChangedFileIsLoadedOnce() throws Exception {
    Path file = Files.writeString(directory.resolve("gateway.yaml"), "one");
    try (ConfigWatch watch = watch(file)) {
      Files.writeString(file, "other");
      await().until(() -> seen.equals(List.of("other")));

      watch.trigger();
      await().until(() -> seen.equals(List.of("other", "other")));
    }
  }

  @Test
  void aFileThatReplacesAnotherIsSeenThoughSizeAndTimeAreTheSame() throws Exception {
    Path file = Files.writeString(directory.resolve("gateway.yaml"), "one");
    Path next = Files.writeString(directory.resolve("next"), "two");
    Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
    try (ConfigWatch _ = watch(file)) {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      await().until(() -> seen.equals(List.of("two")));
    }
  }

  @Test
  void aSwappedDirectoryLinkIsSeen() throws Exception {
    // As Kubernetes mounts a ConfigMap: gateway.yaml -> ..data/gateway.yaml, ..data -> ..1
    Path one = Files.createDirectory(directory.resolve("..1"));
    Path two = Files.createDirectory(directory.resolve("..2"));
    Files.writeString(one.resolve("gateway.yaml"), "one");
    Files.writeString(two.resolve("gateway.yaml"), "two");
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
    Path file =
        Files.createSymbolicLink(
            directory.resolve("gateway.yaml"), Path.of("..data", "gateway.yaml"));
    try (ConfigWatch _ = watch(file)) {
      Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
      Files.move(
          directory.resolve("..data_tmp"),
          directory.resolve("..data"),
          StandardCopyOption.ATOMIC_MOVE);
      await().until(() -> seen.equals(List.of("two")));
    }
  }

  @Test
  void aFileThatIsGoneAndComesBackIsSeen() throws Exception {
    Path file = Files.writeString(directory.resolve("gateway.yaml"), "one");
    try (ConfigWatch _ = watch(file)) {
      Files.delete(file);
      await().until(() -> seen.equals(List.of("missing")));
      Files.writeString(file, "two");
      await().until(() -> seen.equals(List.of("missing", "two")));
      assertThat(file).hasContent("two");
    }
  }

  private ConfigWatch watch(Path file) {
    return new ConfigWatch(
        Duration.ofMillis(5),
        Set.of(file),
        _ -> {
          try {
            seen.add(Files.readString(file));
          } catch (java.io.IOException gone) {
            seen.add("missing");
          }
          return Set.of(file);
        });
  }
}
