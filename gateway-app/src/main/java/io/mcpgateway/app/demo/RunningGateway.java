package io.mcpgateway.app.demo;

import java.nio.file.Path;

/** A gateway that serves until it is closed. */
@FunctionalInterface
public interface RunningGateway extends AutoCloseable {
  @Override
  void close();

  /** Starts a gateway; the command line knows how. */
  @FunctionalInterface
  interface Starter {
    /** Returns when clients can connect. */
    RunningGateway start(Path configuration) throws Exception;
  }
}
