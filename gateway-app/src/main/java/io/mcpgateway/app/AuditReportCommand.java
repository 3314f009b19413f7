package io.mcpgateway.app;

import io.mcpgateway.app.audit.query.ReportPrinter;
import io.mcpgateway.app.audit.query.TrailReport;
import io.mcpgateway.app.audit.query.TrailScan;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway audit report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sums a trail up: how exchanges ended, who used what, what was denied by which rule, what"
          + " masks took out, which tools are slow, and what is missing."
    },
    footer = {
      "",
      "Examples:",
      "  gateway audit report audit/ --since 24h",
      "  gateway audit report audit/ --principal alice --format json"
    })
final class AuditReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private TrailFiles trail = new TrailFiles();
  @Mixin private RecordOptions records = new RecordOptions();

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "'json' has everything that 'text' has, for programs. Default: text")
  private Format format = Format.text;

  @Option(
      names = "--top",
      paramLabel = "<number>",
      description = "How many lines of each list. Default: 20")
  private int top = 20;

  /** Called as on the command line. */
  @SuppressWarnings("JavaStyle")
  enum Format {
    text,
    json
  }

  AuditReportCommand() {}

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new ParameterException(
          spec.commandLine(), "--top " + top + " (expected: a number from 1 on)");
    }
    TrailReport report = new TrailReport();
    TrailScan scan = new TrailScan(records.filter(Instant.now()), report);
    scan.read(trail.segments());
    ReportPrinter printer = new ReportPrinter(report, scan.unreadable(), top);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> printer.text().forEach(out::println);
      case json -> out.println(printer.json());
    }
    out.flush();
    return ExitCode.OK;
  }
}
