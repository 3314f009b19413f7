package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The commands of docs/policy-tooling.md, with the files that stand there. */
class PolicyToolingTest {
  private static final MarkdownFile DOCUMENT = MarkdownFile.of("policy-tooling.md");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String RECORD =
      """
      {"schema":1,"kind":"exchange","time":"2026-06-01T12:00:00Z","http":{"status":200},\
      "route":"/crm/mcp","upstream":"crm","client":{"era":"modern"},\
      "principal":{"issuer":"https://idp.example.com/realms/corp","subject":"%s","roles":"%s",\
      "scopes":"crm.write","groups":[]},"method":"tools/call",\
      "target":{"type":"tool","name":"%s"},"decision":"%s","rule":"%s","outcome":"answered"}
      """;

  @TempDir private Path directory;

  @BeforeEach
  void writeTheFilesOfTheDocument() throws IOException {
    DOCUMENT.writeFiles("yaml", directory);
    String policy = Files.readString(directory.resolve("policy.yaml"));
    Files.writeString(
        directory.resolve("new-policy.yaml"),
        policy.replace("[search, \"get_*\"]\n", "[search]\n").replace("100", "200"));
    Files.writeString(
        Files.createDirectory(directory.resolve("audit")).resolve("audit-00000001.jsonl"),
        RECORD.formatted("alice", "sales", "get_customer", "permit", "role:sales").repeat(3)
            + RECORD.formatted("bob", "support", "refund", "permit", "role:support")
            + RECORD.formatted("eve", "", "refund", "deny", "default")
            + "{\"schema\":1,\"kind\":\"exch");
  }

  @Test
  void everyCommandOfTheDocumentRuns() throws IOException {
    List<String> lines =
        DOCUMENT.blocks("sh").stream()
            .flatMap(String::lines)
            .filter(line -> !line.isBlank())
            .toList();
    assertThat(lines).hasSize(13);
    for (String line : lines) {
      CommandLineRun run = run(line);
      boolean differs = line.contains(" new-policy.yaml");
      assertThat(run.code()).as("%s%n%s%s", line, run.out(), run.err()).isEqualTo(differs ? 1 : 0);
      assertThat(run.out()).as(line).isNotBlank();
      if (line.endsWith("--json")) {
        assertThat(JSON.readTree(run.out()).isEmpty()).as(line).isFalse();
      }
    }
  }

  @Test
  void everyCommandHelpsWithAnExample() {
    for (String command : List.of("check", "test", "explain", "replay", "diff")) {
      CommandLineRun run = CommandLineRun.of("policy", command, "--help");
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("Example", "  gateway policy " + command + " ");
    }
  }

  @Test
  void aFailingCaseSaysWhatWasExpectedWhatWasAndWhy() throws Exception {
    Path cases = directory.resolve("failing.yaml");
    Files.writeString(
        cases,
        """
        policy: policy.yaml
        principals:
          bob: { roles: [support], scopes: [crm.write] }
          ann: { roles: [support] }
        cases:
          - name: small amounts
            principal: bob
            call: { tool: refund, args: '{"amount": 80}' }
            expect: permit
          - name: large <amounts>
            principal: bob
            call: { tool: refund, args: { amount: 1e3 } }
            expect: permit
          - { name: no scope, principal: ann, call: { tool: refund, args: { amount: 1 } }, expect: deny, rule: default }
          - { name: a list, principal: bob, list: tools, of: [search, wipe], shows: [wipe] }
        """);
    Path xml = directory.resolve("results.xml");

    CommandLineRun run =
        CommandLineRun.of("policy", "test", cases.toString(), "--junit-xml", xml.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            cases + ":10: FAILED: large <amounts>",
            "expected permit, was deny rule:refunds-over-100-need-a-lead",
            "policy.yaml:16)",
            "expected deny by default, was by insufficient-scope",
            "expected search to be hidden, is shown",
            "expected wipe to be shown, is hidden",
            cases + ": 1 passed, 3 failed",
            "3 of 4 cases fail");
    Element root =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(xml.toFile())
            .getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("testsuites");
    assertThat(root.getAttribute("tests")).isEqualTo("4");
    Element suite = (Element) root.getElementsByTagName("testsuite").item(0);
    for (String count : List.of("name", "tests", "failures", "errors", "skipped", "time")) {
      assertThat(suite.getAttribute(count)).as(count).isNotEmpty();
    }
    NodeList tests = suite.getElementsByTagName("testcase");
    assertThat(tests.getLength()).isEqualTo(4);
    for (int i = 0; i < tests.getLength(); i++) {
      Element test = (Element) tests.item(i);
      assertThat(test.getAttribute("classname")).isEqualTo("policy.failing");
      assertThat(test.getAttribute("time")).containsPattern("^\\d+\\.\\d{3}$");
      assertThat(test.getElementsByTagName("failure").getLength()).isEqualTo(i == 0 ? 0 : 1);
    }
    assertThat(((Element) tests.item(1)).getAttribute("name")).isEqualTo("large <amounts>");
  }

  @Test
  void aPolicyAloneIsAskedWithAllThatConditionsLookAt() throws IOException {
    Files.writeString(
        directory.resolve("alone.yaml"),
        """
        roles: { anyone: { tools: ["*"] } }
        rules:
          - name: all
            tools: [t]
            require: >-
              upstream == 'crm' && route == '/crm' && client.name == 'agent' && request.era == 'legacy'
              && request.method == 'tools/call' && principal.claims.level == 7
              && principal.claims.teams.exists(t, t == 'a') && principal.actors == ['bot']
              && principal.tenant == 'acme' && principal.client == 'cli' && principal.issuer == 'i'
              && principal.groups == ['/g'] && principal.subject == 'ann' && tool.annotations.x
              && tool.risk == 'destructive' && now < timestamp('2026-01-02T00:00:00Z')
              && args.a.b[0] == 1.5
        """);
    Path cases =
        Files.writeString(
            directory.resolve("alone-test.yaml"),
            """
            policy: alone.yaml
            route: /crm
            upstream: crm
            principals:
              ann: { issuer: i, tenant: acme, client: cli, groups: /g, actors: bot, claims: { level: 7, teams: [a] } }
            defaults: { era: legacy, client: agent, now: 2026-01-01T00:00:00Z }
            cases:
              - name: everything is said
                principal: ann
                call: { tool: t, args: { a: { b: [1.5] } }, annotations: { x: true } }
                expect: permit
                rule: role:anyone
              - name: a client of another name
                principal: ann
                call: { tool: t, args: { a: { b: [1.5] } }, annotations: { x: true }, client: other }
                expect: deny
                rule: rule:all
            """);
    CommandLineRun run = CommandLineRun.of("policy", "test", cases.toString());
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  @Test
  void everyMistakeOfATestFileIsSaidAtOnceWithFileAndLine() throws IOException {
    Path cases = directory.resolve("wrong.yaml");
    Files.writeString(
        cases,
        """
        policy: missing.yaml
        principals:
          bob: { role: [support] }
        cases:
          - name: one
            principal: bbo
            call: { tool: refund, prompt: x }
            expect: maybe
          - name: one
            principal: bob
            call: { tool: refund, arg: {} }
          - { name: two, principal: bob, list: tools, of: [a], shows: [b], expect: deny }
          - { name: three, principal: bob, call: { method: tools/call, now: soon }, expect: deny }
        """);
    CommandLineRun run = CommandLineRun.of("policy", "test", cases.toString());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err().lines())
        .anyMatch(line -> line.contains("wrong.yaml:3: principals.bob.role: unknown key"))
        .anyMatch(line -> line.contains("wrong.yaml:6: cases[0].principal: \"bbo\""))
        .anyMatch(line -> line.contains("wrong.yaml:7: cases[0].call.prompt"))
        .anyMatch(line -> line.contains("wrong.yaml:8: cases[0].expect: \"maybe\""))
        .anyMatch(line -> line.contains("wrong.yaml:9: cases[1].name"))
        .anyMatch(line -> line.contains("wrong.yaml:11: cases[1].call.arg: unknown key"))
        .anyMatch(line -> line.contains("wrong.yaml:9: cases[1].expect"))
        .anyMatch(line -> line.contains("wrong.yaml:12: cases[2].shows"))
        .anyMatch(line -> line.contains("wrong.yaml:12: cases[2].expect: unknown key"))
        .anyMatch(line -> line.contains("cases[3].call.method: \"tools/call\""))
        .anyMatch(line -> line.contains("cases[3].call.now: \"soon\""))
        .anyMatch(line -> line.contains("missing.yaml:1: (expected: a readable text file)"));
  }

  @Test
  void anExplanationNamesRuleFileLineAndWhatWouldHaveToChange() {
    CommandLineRun run =
        run(
            "gateway policy explain --config gateway.yaml --route /crm/mcp --role support"
                + " --subject dan --tool refund --args '{\"amount\": 120}'");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "who    dan (https://issuer.example), roles sales, support",
            "asks   tool refund on /crm/mcp",
            "deny rule:refunds-over-100-need-a-lead",
            "* rule:refunds-over-100-need-a-lead (policy.yaml:16): denies",
            "role:support (policy.yaml:9)",
            "scopes",
            "needs crm.write, which the token lacks",
            "to permit it: ");
  }

  @Test
  void aMatrixSaysWhoMayWhat() {
    CommandLineRun run =
        run(
            "gateway policy explain --config gateway.yaml --route /crm/mcp --matrix --principals"
                + " policy-test.yaml --tools search,refund,delete_customer"
                + " --now 2026-06-01T12:00:00Z");
    assertThat(run.out().lines())
        .containsExactly(
            "       search  refund        delete_customer",
            "alice  permit  deny          deny",
            "bob    permit  by arguments  deny",
            "carol  permit  permit        permit",
            "guest  deny    deny          deny");
  }

  @Test
  void aReplayCountsWhatWouldBeDifferentAndGuessesNothing() {
    CommandLineRun run =
        run(
            "gateway policy replay audit/ --config gateway.yaml --policy new-policy.yaml"
                + " --all");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("audit-00000001.jsonl:6: a torn last line, left out");
    assertThat(run.out())
        .contains(
            "permitted, would be denied: 3",
            "  3  /crm/mcp  alice  tool get_customer  permit role:sales  ->  deny default",
            "depends on what records do not say: 1",
            "depends on arguments",
            "5 records of exchanges: 1 the same, 3 would be denied");
    CommandLineRun same = run("gateway policy replay audit/ --config gateway.yaml");
    assertThat(same.code()).isZero();
    assertThat(same.out()).contains("4 the same, 0 would be denied");
  }

  @Test
  void aDiffSaysWhatIsWrittenAndWhatIsDecided() throws IOException {
    CommandLineRun run = run("gateway policy diff policy.yaml new-policy.yaml");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "- role sales: tools get_* search",
            "+ role sales: tools search",
            "- rule refunds-over-100-need-a-lead: ",
            "! sales  tool get_something  permit role:sales  ->  deny default")
        .doesNotContain("tool search  ");
    CommandLineRun same = run("gateway policy diff policy.yaml policy.yaml --json");
    assertThat(same.code()).isZero();
    JsonNode json = JSON.readTree(same.out());
    assertThat(json.path("asked").asInt()).isGreaterThan(50);
    assertThat(json.path("decided")).isEmpty();
  }

  @Test
  void aDiffSaysWhatBecameOfMasks() throws IOException {
    Path was = directory.resolve("was.yaml");
    Path is = directory.resolve("is.yaml");
    Files.writeString(
        was,
        """
        detectors: [{ name: tickets, pattern: "T-[0-9]+", keywords: [T-] }]
        masks:
          - { name: cards, detect: [iban, card] }
          - { name: same, detect: [tickets, all], fields: [/b, /a] }
        """);
    Files.writeString(
        is,
        """
        on-unmaskable: pass
        detectors:
          - { name: tickets, pattern: "T-[0-9]{4}", keywords: [T-] }
          - { name: projects, words: [bluebird, "project x"] }
        masks:
          - { name: same, detect: [all, tickets], fields: [/a, /b] }
          - name: cards
            detect: [card]
            schema: { formats: [email], x-mask: ["*"] }
            upstreams: [crm]
            when: "principal.tenant != 'acme'"
            action: tokenize
            restore-in: [refund]
            arguments: mask
        """);

    CommandLineRun run =
        CommandLineRun.of("policy", "diff", was.toString(), is.toString(), "--json");

    assertThat(run.code()).isEqualTo(1);
    List<String> written = new ArrayList<>();
    JSON.readTree(run.out()).path("written").forEach(line -> written.add(line.asText()));
    assertThat(written)
        .containsExactly(
            "on-unmaskable: block -> pass",
            "- detector tickets: pattern \"T-[0-9]+\", keywords T-",
            "+ detector tickets: pattern \"T-[0-9]{4}\", keywords T-",
            "+ detector projects: words bluebird, project x",
            "- mask cards: detect card iban, redact, results mask, arguments off",
            "+ mask cards: detect card, schema.formats email, schema.x-mask *, upstreams crm, when"
                + " \"principal.tenant != 'acme'\", tokenize, restore-in refund, expires-in"
                + " 86400s, results mask, arguments mask",
            "masks: in another order");
  }

  @Test
  void strictChecksEndWithOneAndMistakesWithThree() throws IOException {
    Path odd =
        Files.writeString(
            directory.resolve("odd.yaml"),
            "roles: { anyone: { tools: [a, a] } }\nlimits: [{ name: l, tools: [b], key: [tool],"
                + " rate: 1/s }]\n");
    assertThat(CommandLineRun.of("policy", "check", odd.toString()).code()).isZero();
    CommandLineRun strict = CommandLineRun.of("policy", "check", odd.toString(), "--strict");
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.out())
        .contains(odd + ":1: role anyone: tools: a is there twice [duplicate-permit]")
        .contains(odd + ":2: limits: l: nobody may call b [uncallable-tool]");
    Files.writeString(odd, "roles: { anyone: { tool: [a] } }\nrules: [{ name: x y }]\n");
    CommandLineRun wrong = CommandLineRun.of("policy", "check", odd.toString());
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.err().lines()).hasSizeGreaterThan(1);
    assertThat(CommandLineRun.of("policy", "check").code()).isEqualTo(2);
    assertThat(run("gateway policy explain --config gateway.yaml --route /crm/mcp").code())
        .isEqualTo(2);
  }

  /** Runs a command of the document on the files of the document. */
  private CommandLineRun run(String line) {
    List<String> words = new ArrayList<>(CommandLineRun.words(line));
    assertThat(words.removeFirst()).isEqualTo("gateway");
    words.replaceAll(
        word ->
            word.endsWith(".yaml") || word.endsWith(".jsonl") || word.endsWith(".xml")
                ? directory.resolve(word).toString()
                : word);
    return CommandLineRun.of(words.toArray(String[]::new));
  }
}
