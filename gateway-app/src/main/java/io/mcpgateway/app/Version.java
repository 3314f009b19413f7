package io.mcpgateway.app;

import picocli.CommandLine.IVersionProvider;

/** Which gateway this is. */
final class Version implements IVersionProvider {
  /** Picocli makes one. */
  Version() {}

  static String text() {
    return "MCP Gateway " + number();
  }

  /** {@code development} if it was not built as a release is. */
  static String number() {
    String built = Main.class.getPackage().getImplementationVersion();
    return built == null ? "development" : built;
  }

  @Override
  public String[] getVersion() {
    return new String[] {text(), "Java " + Runtime.version()};
  }
}
