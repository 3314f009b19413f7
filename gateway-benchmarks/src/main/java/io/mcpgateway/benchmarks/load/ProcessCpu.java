package io.mcpgateway.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the kernel says about processes and cores. CPU time comes from the scheduler, per thread and
 * in nanoseconds; time on the cores in ticks of 10 ms, which is fine over a second or more.
 */
final class ProcessCpu {

  private static final Path PROC = Path.of("/proc");
  private static final long TICK = 10_000_000;

  private ProcessCpu() {}

  /** CPU time by thread of {@code process} and its descendants, in nanoseconds. */
  record Threads(Map<String, Long> nanos) {

    static Threads of(ProcessHandle process) {
      Map<String, Long> nanos = new HashMap<>();
      family(process).forEach(member -> read(member.pid(), nanos));
      return new Threads(nanos);
    }

    /**
     * What was used since {@code earlier}. The last instants of a thread that ended in between are
     * lost.
     */
    long since(Threads earlier) {
      return nanos.entrySet().stream()
          .mapToLong(thread -> thread.getValue() - earlier.nanos.getOrDefault(thread.getKey(), 0L))
          .sum();
    }

    private static void read(long pid, Map<String, Long> nanos) {
      try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
        for (Path task : tasks) {
          readTask(task, nanos);
        }
      } catch (IOException gone) {
        // The process ended: it uses nothing any more.
      }
    }

    private static void readTask(Path task, Map<String, Long> nanos) throws IOException {
      try {
        String statistics = Files.readString(task.resolve("schedstat"));
        long used = Long.parseLong(statistics.substring(0, statistics.indexOf(' ')));
        nanos.put(task.getFileName().toString(), used);
      } catch (NoSuchFileException gone) {
        // The thread ended between the listing and the reading.
      }
    }
  }

  /**
   * Time that {@code cores} did not idle since the start of the machine, with what a hypervisor
   * took, in nanoseconds.
   */
  static long busy(List<Integer> cores) {
    List<String> names = cores.stream().map(core -> "cpu" + core).toList();
    return lines(PROC.resolve("stat"))
        .map(line -> line.split(" +"))
        .filter(fields -> names.contains(fields[0]))
        .mapToLong(ProcessCpu::busy)
        .sum();
  }

  /** Memory of {@code process} and its descendants that is in RAM, in bytes. */
  static long resident(ProcessHandle process) {
    return family(process).mapToLong(member -> resident(member.pid())).sum();
  }

  /** {@code process}, and everything that it started and that still runs. */
  static Stream<ProcessHandle> family(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  private static long busy(String[] fields) {
    long ticks = 0;
    for (int i = 1; i <= 8; i++) {
      boolean idle = i == 4 || i == 5;
      ticks += idle ? 0 : Long.parseLong(fields[i]);
    }
    return ticks * TICK;
  }

  private static long resident(long pid) {
    return lines(PROC.resolve(pid + "/status"))
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (NoSuchFileException gone) {
      return Stream.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
