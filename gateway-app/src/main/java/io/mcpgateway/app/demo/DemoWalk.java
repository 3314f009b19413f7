package io.mcpgateway.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.demo.DemoClient.Answer;
import io.mcpgateway.app.demo.DemoClient.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The product in seven steps, seen by two agents: <i>sales</i> and <i>support</i>. */
final class DemoWalk {
  private static final String SALES = "sales";
  private static final String SUPPORT = "support";
  private static final int TOOL_NOT_FOUND = -32602;

  private final DemoClient client;
  private final DemoFiles files;

  DemoWalk(DemoClient client, DemoFiles files) {
    this.client = client;
    this.files = files;
  }

  List<DemoStep> steps() {
    return List.of(lists(), record(), refused(), limited(), streamed(), audited(), measured());
  }

  private DemoStep lists() {
    Call sales = new Call(SALES, "tools/list", null, "{}");
    Call support = new Call(SUPPORT, "tools/list", null, "{}");
    return new DemoStep(
        "Two agents, two lists of tools",
        "The CRM has four tools. Each agent sees those that policy.yaml permits to its role.",
        List.of(curl(sales), "# and as support: -H @$DEMO/support.headers"),
        findings -> {
          List<String> salesTools = tools(client.send(sales));
          List<String> supportTools = tools(client.send(support));
          findings.show(SALES, salesTools);
          findings.show(SUPPORT, supportTools);
          findings.check(
              "sales sees two tools and nothing of the others",
              salesTools.equals(List.of("search_customers", "get_customer")));
          findings.check(
              "support sees all four",
              supportTools.equals(
                  List.of("search_customers", "get_customer", "refund", "export_report")));
        });
  }

  private DemoStep record() {
    Call sales = Call.tool(SALES, "get_customer", "{\"id\":\"c-1\"}");
    Call support = Call.tool(SUPPORT, "get_customer", "{\"id\":\"c-1\"}");
    return new DemoStep(
        "The same record, masked and whole",
        "Card numbers keep four digits, e-mail addresses and the balance go, unless the caller is"
            + " support.\nText and structured content alike.",
        List.of(curl(sales)),
        findings -> {
          JsonNode masked = client.send(sales).json().path("result");
          JsonNode whole = client.send(support).json().path("result");
          findings.show(SALES, masked.path("structuredContent"));
          findings.show(SUPPORT, whole.path("structuredContent"));
          String shown = masked.toString();
          findings.check(
              "sales gets the name and the last four digits of the card",
              shown.contains("Ada Byron") && shown.contains("****1111"));
          findings.check(
              "sales gets neither card, nor e-mail address, nor balance, wherever they stood",
              Stream.of("4111111111111111", "ada@example.com", "1250.4")
                  .noneMatch(shown::contains));
          findings.check(
              "support gets everything",
              Stream.of("4111111111111111", "ada@example.com", "1250.4")
                  .allMatch(whole.toString()::contains));
        });
  }

  private DemoStep refused() {
    Call hidden = Call.tool(SALES, "refund", "{\"id\":\"c-1\",\"amount\":50}");
    Call unknown = Call.tool(SALES, "no_such_tool", "{}");
    Call nobody = Call.tool(null, "get_customer", "{\"id\":\"c-1\"}");
    return new DemoStep(
        "A refused call",
        "What a list does not show cannot be called: to sales, refund does not exist.\nWithout a"
            + " token, the answer is where to get one.",
        List.of(curl(hidden), curl(nobody)),
        findings -> {
          Answer refund = client.send(hidden);
          Answer missing = client.send(unknown);
          Answer anonymous = client.send(nobody);
          findings.show(SALES, refund.json());
          findings.show("nobody", anonymous.status() + " " + anonymous.header("www-authenticate"));
          findings.check(
              "a tool that is denied answers exactly like one that does not exist",
              refund.json().at("/error/code").asInt() == TOOL_NOT_FOUND
                  && refund.json().equals(missing.json())
                  && refund.status() == missing.status());
          findings.check(
              "a call without a token is answered 401, with the way to the issuer",
              anonymous.status() == 401
                  && anonymous.header("www-authenticate").contains("resource_metadata="));
        });
  }

  private DemoStep limited() {
    Call refund = Call.tool(SUPPORT, "refund", "{\"id\":\"c-1\",\"amount\":5}");
    return new DemoStep(
        "A rate limit",
        "Three refunds a minute for each caller, says policy.yaml. Here are four.",
        List.of(curl(refund)),
        findings -> {
          List<Integer> statuses = new ArrayList<>();
          Answer last = client.send(refund);
          statuses.add(last.status());
          for (int i = 0; i < 3; i++) {
            last = client.send(refund);
            statuses.add(last.status());
          }
          findings.show(SUPPORT, statuses);
          findings.show("the last", last.json());
          findings.check("three pass", statuses.subList(0, 3).equals(List.of(200, 200, 200)));
          findings.check(
              "the fourth is answered 429 and told when to come back: in "
                  + last.header("retry-after")
                  + " s",
              last.status() == 429 && !last.header("retry-after").isEmpty());
        });
  }

  private DemoStep streamed() {
    Call report =
        new Call(
            SUPPORT,
            "tools/call",
            "export_report",
            "{\"name\":\"export_report\",\"arguments\":{},\"_meta\":{\"progressToken\":\"p1\"}}");
    return new DemoStep(
        "A streamed call",
        "A slow tool reports its progress. Every event passes when it comes; none waits for the"
            + " end.",
        List.of(Curl.streamed(report, files.routeUrl())),
        findings -> {
          long start = System.nanoTime();
          AtomicInteger parts = new AtomicInteger();
          Answer answer =
              client.send(
                  report,
                  message -> {
                    boolean isProgress = message.has("method");
                    findings.show(
                        (System.nanoTime() - start) / 1_000_000 + " ms",
                        isProgress
                            ? message.at("/params/message").asText()
                            : message.at("/result/content/0/text").asText());
                    parts.addAndGet(isProgress ? 1 : 0);
                  });
          findings.check("four events of progress came before the result", parts.get() == 4);
          findings.check(
              "and then the result",
              answer.json().at("/result/content/0/text").asText().startsWith("The report"));
        });
  }

  private DemoStep audited() {
    return new DemoStep(
        "The audit lines",
        "One line of JSON for every exchange, whatever became of it: who, what, which rule, how"
            + " long.\nNever a token, an argument or a result.",
        List.of("tail -n 3 $DEMO/audit/audit-*.jsonl"),
        findings -> {
          List<String> lines = awaitAudit();
          lines.stream().map(DemoWalk::summary).forEach(line -> findings.show("", line));
          String all = String.join("\n", lines);
          findings.check(
              "all " + exchanges() + " exchanges so far are there", lines.size() == exchanges());
          findings.check(
              "the refusals say why, which the caller was not told",
              Stream.of("denied", "unauthenticated", "rate-limited")
                  .allMatch(word -> all.contains("\"outcome\":\"" + word + "\"")));
          findings.check(
              "what was masked is counted, and not repeated",
              all.contains("cards")
                  && !all.contains("4111111111111111")
                  && !all.contains("ada@example.com"));
        });
  }

  private DemoStep measured() {
    return new DemoStep(
        "The metrics",
        "For Prometheus, on the admin address; names of tools and callers have bounds.",
        List.of("curl -s " + files.metricsUrl() + " | grep '^mcpgateway'"),
        findings -> {
          List<String> lines =
              client
                  .text(files.metricsUrl())
                  .lines()
                  .filter(line -> line.startsWith("mcpgateway_"))
                  .toList();
          lines.stream()
              .filter(DemoWalk::isCountOfInterest)
              .limit(14)
              .forEach(line -> findings.show("", line));
          findings.check(
              "exchanges are counted by route and outcome",
              lines.stream()
                  .anyMatch(
                      line ->
                          line.startsWith("mcpgateway_exchanges_total")
                              && line.contains(DemoFiles.ROUTE)));
          findings.check(
              "and refusals by reason",
              Stream.of("denied", "unauthenticated", "rate-limited")
                  .allMatch(
                      reason ->
                          lines.stream()
                              .anyMatch(
                                  line ->
                                      line.startsWith("mcpgateway_refusals_total")
                                          && line.contains('"' + reason + '"'))));
        });
  }

  private static boolean isCountOfInterest(String line) {
    return Stream.of("exchanges", "refusals", "masked", "tool_calls")
            .anyMatch(name -> line.startsWith("mcpgateway_" + name + "_total"))
        && !line.endsWith(" 0.0");
  }

  /** How many exchanges the steps before the audit lines make. */
  private static int exchanges() {
    return 2 + 2 + 3 + 4 + 1;
  }

  /** The lines are written in groups, a few milliseconds after the answers. */
  private List<String> awaitAudit() throws IOException, InterruptedException {
    List<String> lines = files.auditLines();
    for (int i = 0; i < 60 && lines.size() < exchanges(); i++) {
      Thread.sleep(50);
      lines = files.auditLines();
    }
    return lines;
  }

  private static String summary(String line) {
    JsonNode record = CrmCatalog.read(line);
    return String.format(
        "%-16s %-11s %-16s %-15s %4d  %s",
        record.at("/actor/user/uid").asText("-"),
        record.at("/api/operation").asText("-"),
        record.at("/resources/0/name").asText("-"),
        record.at("/unmapped/gw/outcome").asText(),
        record.at("/api/response/code").asInt(),
        record.at("/actor/authorizations/0/policy/uid").asText(""));
  }

  private static List<String> tools(Answer answer) {
    List<String> names = new ArrayList<>();
    answer.json().at("/result/tools").forEach(tool -> names.add(tool.path("name").asText()));
    return names;
  }

  private String curl(Call call) {
    return Curl.of(call, files.routeUrl());
  }
}
