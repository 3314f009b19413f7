package io.mcpgateway.app.audit.verify;

import java.nio.file.Path;

/**
 * Something that is not as the gateway wrote it.
 *
 * @param line from 1 on; 0 if it is about the file
 * @param uid what the record calls itself, or empty
 */
public record Finding(Path file, long line, String uid, String problem) {
  @Override
  public String toString() {
    return file
        + (line == 0 ? "" : ":" + line)
        + (uid.isEmpty() ? "" : ": record " + uid)
        + ": "
        + problem;
  }
}
