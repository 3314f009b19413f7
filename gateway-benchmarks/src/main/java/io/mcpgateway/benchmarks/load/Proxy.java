package io.mcpgateway.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What stands between the load and the upstream. */
sealed interface Proxy extends AutoCloseable {

  boolean isAlive();

  @Override
  void close();

  /** Nothing stands between. */
  record None() implements Proxy {
    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public void close() {}
  }

  /**
   * A process on the proxy core. It ends with this one, however this one ends short of being
   * killed.
   */
  record Running(Process process, Path home) implements Proxy {

    /** Starts {@code command} in {@code home}, where its output goes to {@code output.log}. */
    static Running start(int core, Path home, Map<String, String> environment, List<String> command)
        throws IOException {
      List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
      pinned.addAll(command);
      ProcessBuilder builder =
          new ProcessBuilder(pinned)
              .redirectErrorStream(true)
              .directory(home.toFile())
              .redirectOutput(home.resolve("output.log").toFile());
      builder.environment().putAll(environment);
      Running running = new Running(builder.start(), home);
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
      return running;
    }

    ProcessHandle handle() {
      return process.toHandle();
    }

    /** The end of what the process printed, for whoever wonders why it does not run. */
    String lastOutput() {
      try {
        List<String> lines = Files.readAllLines(home.resolve("output.log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
      } catch (IOException unreadable) {
        return "";
      }
    }

    @Override
    public boolean isAlive() {
      return process.isAlive();
    }

    @Override
    public void close() {
      List<ProcessHandle> family = ProcessCpu.family(handle()).toList();
      family.forEach(ProcessHandle::destroy);
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          family.forEach(ProcessHandle::destroyForcibly);
          process.waitFor();
        }
      } catch (InterruptedException interrupted) {
        family.forEach(ProcessHandle::destroyForcibly);
        Thread.currentThread().interrupt();
      }
    }
  }
}
