package io.mcpgateway.app;

import io.mcpgateway.app.audit.query.RecordPrinter;
import io.mcpgateway.app.audit.query.RecordRow;
import io.mcpgateway.app.audit.query.TrailScan;
import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.audit.store.TrailPosition;
import io.mcpgateway.app.audit.store.TrailReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway audit tail}. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the latest records of a trail, and then those that come, one a line, until Ctrl-C.",
      "Goes on where the gateway goes on: in the next segment, and after a restart."
    },
    footer = {
      "",
      "Examples:",
      "  gateway audit tail audit/",
      "  gateway audit tail audit/ --decision deny -n 50",
      "  gateway audit tail audit/ --format json | jq .actor.user"
    })
final class AuditTailCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 200;
  private static final int AT_ONCE = 1000;
  private static final int AT_ONCE_BYTES = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private TrailFiles trail = new TrailFiles();
  @Mixin private RecordOptions records = new RecordOptions();

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "<number>",
      description =
          "How many of those that are there already, of the last two segments. Default: 10")
  private int lines = 10;

  @Option(
      names = "--format",
      paramLabel = "table|json|csv",
      description = "'json': the records as they stand in the trail. Default: table")
  private RecordPrinter.Format format = RecordPrinter.Format.table;

  @Option(
      names = "--for",
      paramLabel = "<time>",
      description = "Ends by itself after 90s, 30m, 2h or 7d. Default: never")
  private @Nullable String span;

  private final Deque<String> waiting = new ArrayDeque<>();
  private boolean follows;

  AuditTailCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (lines < 0) {
      throw new ParameterException(
          spec.commandLine(), "--lines " + lines + " (expected: a number from 0 on)");
    }
    long end = span == null ? Long.MAX_VALUE : System.nanoTime() + nanos(span);
    Path directory = trail.directory();
    TrailScan scan = new TrailScan(records.filter(Instant.now()), this::print);
    PrintWriter out = spec.commandLine().getOut();
    try (TrailReader reader =
        new TrailReader(directory, start(directory), () -> TrailPosition.END)) {
      while (true) {
        List<byte[]> more = reader.next(AT_ONCE, AT_ONCE_BYTES);
        for (byte[] each : more) {
          scan.take(each);
        }
        if (!more.isEmpty()) {
          continue;
        }
        // All that was there has been read.
        follows = true;
        waiting.forEach(out::println);
        waiting.clear();
        if (out.checkError() || System.nanoTime() - end >= 0) {
          return ExitCode.OK;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  private long nanos(String text) {
    Duration duration = RecordOptions.ago(text);
    if (duration == null) {
      throw new ParameterException(
          spec.commandLine(), "--for " + text + " (expected: 90s, 30m, 2h or 7d)");
    }
    return duration.toNanos();
  }

  private static TrailPosition start(Path directory) throws IOException {
    List<SegmentFile> segments = SegmentFile.in(directory);
    return segments.size() < 2
        ? TrailPosition.START
        : new TrailPosition(segments.get(segments.size() - 2).number(), 0);
  }

  private void print(byte[] line, Object json, RecordRow row) {
    waiting.add(RecordPrinter.line(format, line, row));
    if (!follows && waiting.size() > lines) {
      waiting.remove();
    }
  }
}
