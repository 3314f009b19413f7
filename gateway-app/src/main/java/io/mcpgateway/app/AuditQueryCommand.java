package io.mcpgateway.app;

import io.mcpgateway.app.audit.query.RecordPrinter;
import io.mcpgateway.app.audit.query.ResultPrinter;
import io.mcpgateway.app.audit.query.TrailDatabase;
import io.mcpgateway.app.audit.query.TrailScan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway audit query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds records in a trail, also while a gateway writes to it.",
      "Does not check them: that is what 'gateway audit verify' is for."
    },
    footer = {
      "",
      "Examples:",
      "  gateway audit query audit/ --since 2h --decision deny",
      "  gateway audit query audit/ --tool 'refund*' --principal alice --format csv",
      "  gateway audit query audit/ --id 7f3c --format json | jq .",
      "  gateway audit query audit/ --sql 'select principal, count(*) from records group by 1'"
    })
final class AuditQueryCommand implements Callable<Integer> {
  private static final int ON_A_SCREEN = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private TrailFiles trail = new TrailFiles();
  @Mixin private RecordOptions records = new RecordOptions();

  @Option(
      names = "--format",
      paramLabel = "table|json|csv",
      description = "'json': the records as they stand in the trail, one a line. Default: table")
  private RecordPrinter.Format format = RecordPrinter.Format.table;

  @Option(
      names = "--limit",
      paramLabel = "<number>",
      description = "How many at most, the latest. Default: 100 for a table, otherwise all")
  private @Nullable Integer limit;

  @Option(
      names = "--sql",
      paramLabel = "<select>",
      description = {
        "A question in SQL, of the view 'records'; takes DuckDB. Other options but --format and"
            + " --duckdb do not go with it.",
      })
  private @Nullable String sql;

  @Option(
      names = "--duckdb",
      paramLabel = "<duckdb_jdbc.jar>",
      description = "DuckDB's JDBC driver. Default: lib/duckdb_jdbc*.jar beside gateway.jar")
  private @Nullable Path duckdb;

  AuditQueryCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (sql != null) {
      TrailDatabase.answer(trail.segments(), sql, duckdb, new ResultPrinter(format, out));
      return ExitCode.OK;
    }
    if (limit != null && limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--limit " + limit + " (expected: a number from 1 on)");
    }
    boolean isTable = format == RecordPrinter.Format.table;
    int most = limit != null ? limit : isTable ? ON_A_SCREEN : Integer.MAX_VALUE;
    RecordPrinter printer = new RecordPrinter(format, most, out);
    TrailScan scan = new TrailScan(records.filter(Instant.now()), printer);
    scan.read(trail.segments());
    printer.finish();
    out.flush();
    report(printer, scan);
    return ExitCode.OK;
  }

  /** On standard error, so that pipes stay clean. */
  private void report(RecordPrinter printer, TrailScan scan) {
    PrintWriter err = spec.commandLine().getErr();
    if (printer.found() == 0) {
      err.println("no record is like that");
    } else if (printer.found() > printer.shown()) {
      err.println(
          "the latest " + printer.shown() + " of " + printer.found() + "; --limit shows more");
    }
    if (scan.unreadable() > 0) {
      err.println(
          "lines that are no records: "
              + scan.unreadable()
              + " (one that is just being written is none yet; 'gateway audit verify' tells)");
    }
    err.flush();
  }
}
