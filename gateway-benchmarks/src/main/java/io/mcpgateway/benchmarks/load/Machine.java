package io.mcpgateway.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it was measured on. */
final class Machine {

  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");

  private Machine() {}

  static String describe() {
    return "%d × %s, Linux %s, Java %s, nginx %s, HAProxy %s"
        .formatted(
            cores(),
            processor(),
            numbers(System.getProperty("os.version")),
            System.getProperty("java.version"),
            version("nginx", "-v"),
            version("haproxy", "-v"));
  }

  private static long cores() {
    return cpuinfo().stream().filter(line -> line.startsWith("processor")).count();
  }

  private static String processor() {
    return cpuinfo().stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown processor");
  }

  private static List<String> cpuinfo() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo"));
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  private static String version(String program, String option) {
    try {
      Process process = new ProcessBuilder(program, option).redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return numbers(answer);
    } catch (IOException absent) {
      return "absent";
    }
  }

  private static String numbers(String text) {
    Matcher version = VERSION.matcher(text);
    return version.find() ? version.group() : "unknown";
  }
}
