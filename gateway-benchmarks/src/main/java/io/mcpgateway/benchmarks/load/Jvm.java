package io.mcpgateway.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks another JVM about its heap through {@code jcmd}. Each question stops that JVM for some
 * milliseconds, so none is asked while something is measured.
 *
 * <p>Allocation comes from the per-thread counters of the JVM, which are exact for a running thread
 * and independent of the collector; they print in K from 100 KiB and in M from 100 MiB on, so a
 * gigabyte is known to 0.1 %.
 */
final class Jvm {

  private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMGT])");
  private static final Pattern HISTOGRAM_TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private final long pid;

  Jvm(long pid) {
    this.pid = pid;
  }

  /**
   * The JVM among {@code process} and its descendants; the launcher may be a script that started
   * it.
   */
  static Optional<Jvm> in(ProcessHandle process) {
    return ProcessCpu.family(process)
        .filter(member -> member.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .map(java -> new Jvm(java.pid()));
  }

  /** Bytes that all running threads have allocated since they started. */
  OptionalLong allocated() {
    Matcher thread = ALLOCATED.matcher(ask("Thread.print", "-e"));
    long bytes = 0;
    while (thread.find()) {
      bytes += Long.parseLong(thread.group(1)) << shift(thread.group(2).charAt(0));
    }
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /** Bytes that are reachable, after a full collection. */
  OptionalLong live() {
    Matcher total = HISTOGRAM_TOTAL.matcher(ask("GC.class_histogram"));
    return total.find() ? OptionalLong.of(Long.parseLong(total.group(1))) : OptionalLong.empty();
  }

  private static int shift(char unit) {
    return switch (unit) {
      case 'K' -> 10;
      case 'M' -> 20;
      case 'G' -> 30;
      case 'T' -> 40;
      default -> 0;
    };
  }

  /** The answer; empty if that JVM does not let itself be asked. */
  private String ask(String... question) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> command = new ArrayList<>(List.of(jcmd, Long.toString(pid)));
    command.addAll(List.of(question));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0 ? answer : "";
    } catch (IOException failure) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
