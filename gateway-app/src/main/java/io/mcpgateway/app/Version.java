package io.mcpgateway.app;

import picocli.CommandLine.IVersionProvider;

/** Which gateway this is. */
final class Version implements IVersionProvider {
  /** Picocli makes one. */
  Version() {}

  static String text() {
    String built = Main.class.getPackage().getImplementationVersion();
    return "MCP Gateway " + (built == null ? "development" : built);
  }

  @Override
  public String[] getVersion() {
    return new String[] {text(), "Java " + Runtime.version()};
  }
}
