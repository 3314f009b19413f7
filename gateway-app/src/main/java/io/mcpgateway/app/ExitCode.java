package io.mcpgateway.app;

/** What the process ends with. Documented in {@code --help}; scripts rely on it. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int WRONG_CONFIGURATION = 3;
  static final int CANNOT_START = 4;

  private ExitCode() {}
}
