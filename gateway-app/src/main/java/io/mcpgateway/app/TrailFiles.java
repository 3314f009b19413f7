package io.mcpgateway.app;

import io.mcpgateway.app.audit.store.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The trail that a command reads, as arguments. */
final class TrailFiles {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "<trail>",
      description = "The directory of a trail, or some of its segments.")
  private List<Path> paths = List.of();

  TrailFiles() {}

  /** Whether it is all there is. */
  boolean isWhole() {
    return paths.size() == 1 && Files.isDirectory(paths.getFirst());
  }

  /**
   * The directory.
   *
   * @throws ParameterException if it is something else
   */
  Path directory() {
    if (!isWhole()) {
      throw new ParameterException(
          spec.commandLine(), paths.getFirst() + " (expected: the directory of a trail)");
    }
    return paths.getFirst();
  }

  /** In their order; at least one. */
  List<SegmentFile> segments() throws IOException {
    List<SegmentFile> segments = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        segments.addAll(SegmentFile.in(path));
        continue;
      }
      SegmentFile segment = SegmentFile.of(path);
      if (segment == null) {
        throw new ParameterException(
            spec.commandLine(),
            path + " (expected: a directory, or files called audit-00000001.jsonl or .jsonl.gz)");
      }
      segments.add(segment);
    }
    if (segments.isEmpty()) {
      throw new IOException(paths.getFirst() + ": no segments in it");
    }
    segments.sort(Comparator.comparingInt(SegmentFile::number));
    return segments;
  }
}
