package io.mcpgateway.app.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  @TempDir private Path parent;

  @Test
  void nothingIsThereUntilSomethingIsWritten() throws IOException {
    StateDirectory state = new StateDirectory(parent.resolve("a/state"));

    assertThat(state.read("some.json")).isNull();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void aFileIsForItsOwnerAloneAndReplacedAsAWhole() throws IOException {
    StateDirectory state = new StateDirectory(parent.resolve("a/state"));

    state.write("some.json", "first, and longer".getBytes(UTF_8));
    state.write("some.json", "second".getBytes(UTF_8));

    assertThat(state.read("some.json")).isEqualTo("second".getBytes(UTF_8));
    assertThat(permissions(state.file("some.json"))).isEqualTo("rw-------");
    assertThat(permissions(parent.resolve("a/state"))).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(parent.resolve("a/state"))) {
      assertThat(files).containsExactly(state.file("some.json"));
    }
  }

  @Test
  void aFileWhereTheDirectoryShouldBeIsAFailure() throws IOException {
    Path file = Files.createFile(parent.resolve("state"));
    StateDirectory state = new StateDirectory(file);

    assertThatThrownBy(() -> state.write("some.json", new byte[0])).isInstanceOf(IOException.class);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
