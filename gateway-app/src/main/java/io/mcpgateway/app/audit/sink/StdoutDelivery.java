package io.mcpgateway.app.audit.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** A line for each record on the standard output, which container platforms collect. */
final class StdoutDelivery implements Delivery {
  private final PrintStream out;

  StdoutDelivery(PrintStream out) {
    this.out = out;
  }

  @Override
  public void send(List<byte[]> records) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (byte[] record : records) {
      lines.write(record);
      lines.write('\n');
    }
    // At once: nothing that somebody else prints stands within a line.
    out.write(lines.toByteArray());
    if (out.checkError()) {
      throw new IOException("the standard output is closed");
    }
  }

  @Override
  public void close() {
    // Others print there, too.
  }
}
