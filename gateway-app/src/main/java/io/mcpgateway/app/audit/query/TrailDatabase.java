package io.mcpgateway.app.audit.query;

import io.mcpgateway.app.audit.store.SegmentFile;
import io.mcpgateway.app.policy.Shown;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers SQL over a trail with DuckDB, whose driver is no part of the gateway: it is loaded from a
 * jar of its own. The database is in memory. It reads the segments that it is given and nothing
 * else, and reaches no network, whatever the question is.
 */
public final class TrailDatabase {
  private static final String DATABASE = "jdbc:duckdb:";
  private static final String JARS = "duckdb_jdbc*.jar";

  private TrailDatabase() {}

  /**
   * Prints what the database answers.
   *
   * @param jar DuckDB's JDBC driver; null for the one in {@code lib} beside the gateway's own jar
   * @throws IOException if there is no driver, or the question has no answer; the message says why
   */
  public static void answer(
      List<SegmentFile> segments, String sql, @Nullable Path jar, ResultPrinter printer)
      throws IOException {
    Path found = jar == null ? besideGateway() : jar;
    if (!Files.isRegularFile(found)) {
      throw new IOException(
          found
              + ": no such file (expected: DuckDB's JDBC driver; it is org.duckdb:duckdb_jdbc in"
              + " Maven repositories, and no part of the gateway)");
    }
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {found.toUri().toURL()}, TrailDatabase.class.getClassLoader());
        Connection connection = driver(loader, found).connect(DATABASE, new Properties());
        Statement statement = connection.createStatement()) {
      prepare(segments, statement);
      if (!statement.execute(sql)) {
        throw new IOException("--sql " + sql + " (expected: a question, such as 'select …')");
      }
      try (ResultSet rows = statement.getResultSet()) {
        printer.print(rows);
      }
    } catch (SQLException wrong) {
      String message = String.valueOf(wrong.getMessage());
      throw new IOException(
          "--sql: " + message.lines().map(Shown::of).collect(Collectors.joining("\n")), wrong);
    }
  }

  private static Driver driver(URLClassLoader loader, Path jar) throws IOException, SQLException {
    for (Driver each : ServiceLoader.load(Driver.class, loader)) {
      if (each.acceptsURL(DATABASE)) {
        return each;
      }
    }
    throw new IOException(jar + ": has no JDBC driver of DuckDB in it");
  }

  private static void prepare(List<SegmentFile> segments, Statement statement) throws SQLException {
    String files =
        segments.stream()
            .map(each -> quoted(each.path().toAbsolutePath().toString()))
            .collect(Collectors.joining(", "));
    statement.execute("set autoinstall_known_extensions = false");
    statement.execute("set autoload_known_extensions = false");
    statement.execute("set allowed_paths = [" + files + "]");
    statement.execute("set enable_external_access = false");
    statement.execute("set lock_configuration = true");
    statement.execute(view(files));
  }

  /** A column for each of {@link RecordRow#COLUMNS}, some more, and the whole record. */
  private static String view(String files) {
    return """
        create view records as select
          try_cast(json->>'$.unmapped.gw.time' as timestamp) as time,
          json->>'$.unmapped.gw.kind' as kind,
          coalesce(json->>'$.unmapped.gw.event', json->>'$.unmapped.gw.outcome') as outcome,
          json->>'$.actor.authorizations[0].decision' as decision,
          json->>'$.actor.authorizations[0].policy.uid' as rule,
          json->>'$.api.operation' as method,
          json->>'$.resources[0].name' as target,
          replace(json->>'$.resources[0].type', 'mcp.', '') as target_type,
          coalesce(json->>'$.actor.user.uid', json->>'$.actor.user.name') as principal,
          json->>'$.actor.idp.issuer' as issuer,
          json->>'$.unmapped.gw.route' as route,
          json->>'$.dst_endpoint.svc_name' as upstream,
          try_cast(json->>'$.api.response.code' as integer) as status,
          try_cast(json->>'$.unmapped.gw.micros.total' as bigint) as micros,
          try_cast(json->>'$.unmapped.gw.bytesIn' as bigint) as bytes_in,
          try_cast(json->>'$.unmapped.gw.bytesOut' as bigint) as bytes_out,
          json->>'$.api.response.error' as error,
          json->>'$.trace.uid' as trace,
          json->>'$.metadata.correlation_uid' as id,
          json as record
        from read_json_objects([%s], format = 'newline_delimited', ignore_errors = true)
        where json is not null
        """
        .formatted(files);
  }

  private static String quoted(String path) {
    return "'" + path.replace("'", "''") + "'";
  }

  /** The driver in {@code lib} beside the jar; or where it would be. */
  private static Path besideGateway() throws IOException {
    CodeSource source = TrailDatabase.class.getProtectionDomain().getCodeSource();
    Path jar = source == null ? Path.of("gateway.jar") : Path.of(source.getLocation().getPath());
    Path lib = jar.resolveSibling("lib");
    Path latest = null;
    if (Files.isDirectory(lib)) {
      try (DirectoryStream<Path> drivers = Files.newDirectoryStream(lib, JARS)) {
        for (Path each : drivers) {
          latest = latest == null || each.compareTo(latest) > 0 ? each : latest;
        }
      }
    }
    return latest == null ? lib.resolve("duckdb_jdbc.jar") : latest;
  }
}
