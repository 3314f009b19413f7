package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.metrics.Metric;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What dashboard and alert rules ask Prometheus for is what a gateway tells it. */
class DashboardsTest {
  private static final Path DASHBOARDS = Path.of("..", "deploy", "dashboards");

  /** A metric, and what it is narrowed by. */
  private static final Pattern SERIES =
      Pattern.compile(
          "\\b((?:mcp_server|mcp_client|mcpgateway|jvm|process)_[a-z0-9_]+)(?:\\{([^}]*)})?");

  private static final Pattern LABEL =
      Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

  /** Those that Prometheus adds, and that of buckets. */
  private static final Set<String> ALWAYS = Set.of("instance", "job", "le", "area");

  @TempDir Path directory;

  @Test
  void everyMetricAndLabelOfADashboardOrAnAlertIsOne() throws IOException {
    Map<String, Set<String>> own = own();
    for (String expression : expressions()) {
      Set<String> labels = new TreeSet<>();
      Set<String> metrics = new TreeSet<>();
      for (MatchResult series : SERIES.matcher(expression).results().toList()) {
        String metric = series.group(1).replaceAll("_seconds_(bucket|count|sum)$", "_seconds");
        if (!own.containsKey(metric) && isOfTheProcess(metric)) {
          continue;
        }
        assertThat(own).as(expression).containsKey(metric);
        labels.addAll(own.get(metric));
        metrics.add(metric);
        for (MatchResult label :
            LABEL.matcher(series.group(2) == null ? "" : series.group(2)).results().toList()) {
          if (!ALWAYS.contains(label.group(1))) {
            assertThat(own.get(metric)).as(expression).contains(label.group(1));
          }
        }
      }
      if (metrics.isEmpty()) {
        continue;
      }
      for (MatchResult grouping : GROUPING.matcher(expression).results().toList()) {
        for (String label : grouping.group(1).split(",\\s*", -1)) {
          assertThat(ALWAYS.contains(label) || labels.contains(label))
              .as(label + " in " + expression)
              .isTrue();
        }
      }
    }
  }

  @Test
  void everyReasonThatIsAskedForIsOne() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));
    String refusals = page.substring(page.indexOf("## Refusals"), page.indexOf("## Logs"));
    for (String expression : expressions()) {
      for (MatchResult label : LABEL.matcher(expression).results().toList()) {
        if (label.group(1).equals("reason")) {
          for (String reason : label.group(2).split("\\|", -1)) {
            assertThat(refusals).as(expression).contains("`" + reason + "`");
          }
        }
      }
    }
  }

  @Test
  void whatTheProcessSaysOfItselfIsThere() throws Exception {
    try (WholeGateway gateway =
        WholeGateway.start(
            directory,
            "",
            """
            upstreams: [{ name: up, url: "http://127.0.0.1:1/mcp", protocol: modern }]
            routes: [{ path: /mcp, upstream: up, anonymous: true, permit-all: true }]
            """)) {
      String scrape = gateway.metrics();
      for (String expression : expressions()) {
        for (MatchResult series : SERIES.matcher(expression).results().toList()) {
          String metric = series.group(1);
          if (isOfTheProcess(metric)) {
            assertThat(scrape).as(expression).contains("# TYPE " + metric + " ");
          }
        }
      }
    }
  }

  @Test
  void everyAlertHasItsLinesInTheRunbook() throws IOException {
    List<String> headings =
        Files.readAllLines(Path.of("..", "docs", "runbook.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    List<String> alerts = new ArrayList<>();
    for (JsonNode rule : rules()) {
      String alert = rule.path("alert").asText();
      alerts.add(alert);
      assertThat(rule.at("/annotations/runbook").asText())
          .isEqualTo("docs/runbook.md#" + alert.toLowerCase(Locale.ROOT));
      assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
      assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
    }
    assertThat(headings).containsExactlyElementsOf(alerts);
  }

  @Test
  void theRulesPassTheirOwnTests() throws Exception {
    assumeTrue(isThere("promtool"), "promtool (Debian: prometheus) is not installed");
    run("promtool", "check", "rules", "alerts.yaml");
    run("promtool", "test", "rules", "alerts-test.yaml");
  }

  private static boolean isOfTheProcess(String metric) {
    return metric.startsWith("jvm_") || metric.startsWith("process_");
  }

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  private static void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(DASHBOARDS.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  /** Of every metric of the gateway's own, its labels. */
  private static Map<String, Set<String>> own() {
    return Arrays.stream(Metric.values())
        .collect(Collectors.toMap(Metric::exposed, metric -> Set.copyOf(metric.labels())));
  }

  private static List<String> expressions() throws IOException {
    List<String> expressions = new ArrayList<>();
    for (JsonNode rule : rules()) {
      expressions.add(rule.path("expr").asText());
    }
    JsonNode dashboard = WholeGateway.JSON.readTree(DASHBOARDS.resolve("gateway.json").toFile());
    for (JsonNode panel : dashboard.path("panels")) {
      panel.path("targets").forEach(target -> expressions.add(target.path("expr").asText()));
    }
    assertThat(expressions).hasSizeGreaterThan(40);
    return expressions;
  }

  private static List<JsonNode> rules() throws IOException {
    JsonNode file =
        WholeGateway.JSON.valueToTree(
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DASHBOARDS.resolve("alerts.yaml"))));
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : file.path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }
}
