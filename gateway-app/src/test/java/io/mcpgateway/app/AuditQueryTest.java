package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import io.mcpgateway.testkit.TestIssuer;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Questions to the trail of a gateway that goes on writing. */
class AuditQueryTest {
  private static final String ANSWER =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"jane.doe@example.com\"}]}}";

  @TempDir static Path directory;
  private static TestIssuer issuer;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  @BeforeAll
  static void fourCalls() throws Exception {
    issuer = TestIssuer.start();
    upstream =
        ScriptedUpstream.start(
            (_, connection) -> connection.respond(200, "application/json", ANSWER));
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles:
          sales: { tools: [search, mail] }
        masks:
          - { name: mails, tools: [mail], detect: [email], action: redact }
        """);
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            issuers: [{ name: corp, issuer: "%s" }]
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes: [{ path: /mcp, upstream: up, authenticate: [corp], policy: policy.yaml }]
            """
                .formatted(issuer.issuer(), upstream.url()));
    call("alice", "search");
    call("alice", "refund");
    call("bob", "mail");
    call("bob", "search");
    gateway.newRecords(0, 4);
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  private static void call(String subject, String tool) throws Exception {
    String token =
        issuer
            .token(gateway.url("/mcp").toString())
            .claim("sub", subject)
            .claim("roles", List.of("sales"))
            .sign();
    try (RawHttp client = gateway.connect()) {
      client.send(
          Requests.post(
              gateway.port(),
              "/mcp",
              Requests.fields(tool) + "Authorization: Bearer " + token + "\r\n",
              Requests.call(tool, "{}")));
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  // Query.

  @Test
  void aTableOfWhatWasAskedFor() {
    CommandLineRun run = query("--decision", "deny", "--since", "1h");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.out().lines().findFirst()).hasValueSatisfying(this::isHead);
    assertThat(run.out()).contains("denied", "tools/call", "refund", "alice");
  }

  private void isHead(String line) {
    assertThat(line).startsWith("TIME").contains("OUTCOME", "TARGET", "PRINCIPAL", "MICROS");
  }

  @Test
  void filtersNarrowEachOtherAndAreAnyOfTheirValues() {
    assertThat(targets("--principal", "bob")).containsExactly("mail", "search");
    assertThat(targets("--principal", "bob", "--tool", "s*")).containsExactly("search");
    assertThat(targets("--tool", "mail", "--tool", "refund")).containsExactly("refund", "mail");
    assertThat(targets("--outcome", "answered", "--principal", "*b*", "--principal", "alice"))
        .containsExactly("search", "mail", "search");
    assertThat(targets("--rule", "role:*", "--limit", "1")).containsExactly("search");
    assertThat(targets("--method", "tools/list")).isEmpty();
    assertThat(targets("--until", "1h")).isEmpty();
    assertThat(targets("--route", "/mcp", "--upstream", "up", "--kind", "exchange"))
        .hasSizeGreaterThanOrEqualTo(4);
    String id = ids().getFirst();
    assertThat(targets("--id", id)).containsExactly("search");
  }

  private static List<String> ids() {
    return Trails.records(directory.resolve("audit")).stream().map(Trails::exchange).toList();
  }

  private static List<String> targets(String... options) {
    return json(query(with(options, "--format", "json"))).stream()
        .map(record -> record.at("/resources/0/name").asText())
        .filter(name -> !name.isEmpty())
        .toList();
  }

  @Test
  void whatTheTrailSaysOfItselfIsThereOnlyIfAskedFor() {
    assertThat(query().out()).contains("gateway-started").doesNotContain("segment-started");
    assertThat(query("--event", "segment-*").out()).contains("segment-started");
    assertThat(query("--event", "no-such").err()).contains("no record is like that");
  }

  @Test
  void jsonIsTheTrailsOwnLineAndCsvHasEverything() throws Exception {
    String line = query("--tool", "mail", "--format", "json").out().strip();
    assertThat(Files.readString(segment())).contains(line + "\n");

    List<String> csv = query("--tool", "mail", "--format", "csv").out().lines().toList();
    assertThat(csv).hasSize(2);
    assertThat(csv.getFirst()).startsWith("time,kind,outcome,decision,rule");
    assertThat(csv.getLast()).contains(",exchange,answered,permit,role:sales,tools/call,mail,bob,");
  }

  @Test
  void mistakesNameTheOptionAndWhatWasExpected() {
    assertThat(query("--since", "yesterday").err()).contains("--since yesterday", "2h");
    assertThat(query("--decision", "maybe").err()).contains("--decision maybe", "permit, deny");
    assertThat(query("--since", "1h", "--until", "2h").err()).contains("--until", "after --since");
    assertThat(query("--limit", "0").err()).contains("--limit 0");
    assertThat(query("--limit", "0").code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(CommandLineRun.of("audit", "query", directory.toString()).err())
        .contains("no segments");
  }

  @Test
  void packedSegmentsAndTornLinesAreRead(@TempDir Path copy) throws Exception {
    try (OutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(copy.resolve("audit-00000001.jsonl.gz")))) {
      packed.write(Files.readAllBytes(segment()));
    }
    Files.write(copy.resolve("audit-00000002.jsonl"), Files.readAllBytes(segment()));
    Files.writeString(copy.resolve("audit-00000002.jsonl"), "{\"torn", StandardOpenOption.APPEND);

    CommandLineRun run =
        CommandLineRun.of("audit", "query", copy.toString(), "--tool", "mail", "--format", "csv");

    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.err()).contains("no records: 1");
  }

  @Test
  void nothingInARecordReachesATerminal(@TempDir Path copy) throws Exception {
    String forged =
        Files.readString(segment()).replace("\"uid\":\"bob\"", "\"uid\":\"b\u001b[2J\u202eob\"");
    Files.writeString(copy.resolve("audit-00000001.jsonl"), forged);

    for (String format : List.of("table", "json", "csv")) {
      CommandLineRun run =
          CommandLineRun.of("audit", "query", copy.toString(), "--format", format, "--tool", "*");
      assertThat(run.out()).doesNotContain("\u001b", "\u202e");
    }
  }

  // SQL.

  @Test
  void sqlIsAnswered() {
    CommandLineRun run =
        sql(
            "select principal, count(*) as calls, sum(bytes_out) > 0 as some from records"
                + " where kind = 'exchange' and decision = 'permit' group by principal order by 1");

    assertThat(run.err()).isEmpty();
    assertThat(json(run).stream().map(JsonNode::toString))
        .containsExactly(
            "{\"principal\":\"alice\",\"calls\":1,\"some\":true}",
            "{\"principal\":\"bob\",\"calls\":2,\"some\":true}");
  }

  @Test
  void sqlReadsTheTrailAndNothingElse() {
    Path secret = directory.resolve("policy.yaml");
    for (String question :
        List.of(
            "select * from read_text('" + secret + "')",
            "copy (select 1) to '" + directory.resolve("out.csv") + "'",
            "set enable_external_access = true",
            "attach '" + directory.resolve("x.db") + "'")) {
      CommandLineRun run = sql(question);
      assertThat(run.code()).as(question).isEqualTo(ExitCode.FAILED);
      assertThat(run.out()).doesNotContain("sales");
      assertThat(run.err()).startsWith("--sql");
    }
    assertThat(directory.resolve("out.csv")).doesNotExist();
    assertThat(directory.resolve("x.db")).doesNotExist();
  }

  @Test
  void withoutADriverItIsSaidWhereOneIsExpected() {
    CommandLineRun run = query("--sql", "select 1", "--duckdb", "no-such.jar");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no-such.jar", "org.duckdb:duckdb_jdbc");
  }

  private static CommandLineRun sql(String question) {
    String driver =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(jar -> jar.contains("duckdb_jdbc"))
            .findFirst()
            .orElseThrow();
    return query("--sql", question, "--duckdb", driver, "--format", "json");
  }

  // Tail.

  @Test
  void tailPrintsWhatIsThereAndWhatComes() throws Exception {
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    Thread tail =
        Thread.ofPlatform()
            .daemon()
            .start(
                () ->
                    command.execute(
                        "audit", "tail", trail(), "-n", "1", "--kind", "exchange", "--for", "1d"));
    try {
      await().until(() -> out.toString().lines().count() == 1);
      call("carol", "search");
      await().until(() -> out.toString().contains("carol"));
      assertThat(out.toString().lines().count()).isBetween(2L, 3L);
    } finally {
      tail.interrupt();
      tail.join();
    }
  }

  // Report.

  @Test
  void aReportSumsUp() throws Exception {
    CommandLineRun run =
        CommandLineRun.of("audit", "report", trail(), "--principal", "alice", "--principal", "bob");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("4 exchanges", "How exchanges ended", "Who used what", "What was denied");

    JsonNode report =
        WholeGateway.JSON.readTree(
            CommandLineRun.of(
                    "audit", "report", trail(), "--format", "json", "--top", "2", "--tool", "*")
                .out());
    assertThat(report.at("/outcomes/0").toString()).contains("answered");
    assertThat(report.path("uses")).hasSize(2);
    assertThat(report.path("denials").toString()).contains("\"target\":\"refund\"", "\"count\":1");
    assertThat(report.path("masks").toString()).isEqualTo("[{\"mask\":\"mails\",\"count\":1}]");
    assertThat(report.at("/slowest/0/p95").asLong())
        .isPositive()
        .isLessThanOrEqualTo(report.at("/slowest/0/max").asLong());
    assertThat(report.path("recordsMissing").asLong()).isZero();
  }

  private static CommandLineRun query(String... options) {
    return CommandLineRun.of(with(new String[] {"audit", "query", trail()}, options));
  }

  private static String[] with(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static List<JsonNode> json(CommandLineRun run) {
    return run.out()
        .lines()
        .map(
            line -> {
              try {
                return WholeGateway.JSON.readTree(line.getBytes(StandardCharsets.UTF_8));
              } catch (java.io.IOException broken) {
                throw new AssertionError(line, broken);
              }
            })
        .toList();
  }

  private static String trail() {
    return directory.resolve("audit").toString();
  }

  private static Path segment() {
    return directory.resolve("audit").resolve("audit-00000001.jsonl");
  }
}
