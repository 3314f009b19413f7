package io.mcpgateway.benchmarks.load;

/** Tells whoever waits how far the harness is. */
final class Progress {

  private Progress() {}

  static void say(String line) {
    System.out.println(line);
  }
}
