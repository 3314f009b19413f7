package io.mcpgateway.app.audit.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** What a trail asks of the disk, and what may fail. */
public interface Disk {
  /** The one of the operating system. */
  Disk REAL =
      new Disk() {
        @Override
        public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
          return FileChannel.open(file, options, TrailDirectory.OWNERS_FILE);
        }

        @Override
        public long usableBytes(Path directory) throws IOException {
          return Files.getFileStore(directory).getUsableSpace();
        }
      };

  FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException;

  long usableBytes(Path directory) throws IOException;
}
