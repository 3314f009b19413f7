package io.mcpgateway.app.revocation;

import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.auth.revocation.MalformedRevocationException;
import io.mcpgateway.auth.revocation.RevocationJson;
import io.mcpgateway.auth.revocation.RevocationState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The revocations of one replica on disk: replaced as a whole, so that there is never half a list.
 * Blocks; one thread at a time.
 */
final class RevocationFile {
  private static final String NAME = "revocations.json";

  /** With whom the list has been shared: what it says may be used before they are asked again. */
  private static final String SHARED = "revocations.shared";

  private final StateDirectory directory;

  RevocationFile(StateDirectory directory) {
    this.directory = directory;
  }

  /**
   * What was kept, nothing if nothing was.
   *
   * @throws IOException if there is something that cannot be read: going on would forget
   *     revocations
   */
  RevocationState load() throws IOException {
    Path file = directory.file(NAME);
    try {
      return RevocationJson.state(Files.readString(file));
    } catch (NoSuchFileException none) {
      return RevocationState.EMPTY;
    } catch (MalformedRevocationException malformed) {
      throw new IOException(
          file
              + " is no list of revocations: "
              + malformed.getMessage()
              + "; restore it, or remove it to start without any",
          malformed);
    } catch (IOException unreadable) {
      throw new IOException(
          file + " cannot be read (" + unreadable + "); see to its permissions", unreadable);
    }
  }

  /** On disk when this returns, the name of the file included. */
  void write(RevocationState state) throws IOException {
    write(NAME, RevocationJson.write(state));
  }

  boolean wasSharedWith(String others) throws IOException {
    try {
      return Files.readString(directory.file(SHARED)).equals(others);
    } catch (NoSuchFileException never) {
      return false;
    }
  }

  void sharedWith(String others) throws IOException {
    if (!wasSharedWith(others)) {
      write(SHARED, others);
    }
  }

  private void write(String name, String text) throws IOException {
    directory.write(name, text.getBytes(StandardCharsets.UTF_8));
    try (FileChannel entries =
        FileChannel.open(directory.file(".").normalize(), StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  @Override
  public String toString() {
    return directory.file(NAME).toString();
  }
}
