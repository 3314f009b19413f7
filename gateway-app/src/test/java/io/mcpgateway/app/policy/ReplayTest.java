package io.mcpgateway.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.PolicyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded is decided again; what is not is never guessed. */
class ReplayTest {
  private static final String ALICE =
      "{\"issuer\":\"i\",\"subject\":\"alice\",\"roles\":\"%s\",\"scopes\":\"%s\",\"groups\":[%s]}";

  @TempDir private Path directory;

  @Test
  void groupsAndScopesThatAreRecordedCount() throws Exception {
    String policy =
        """
        roles:
          staff: { members: { groups: [/staff] }, tools: [search] }
          writer: { members: { scopes: [crm.write] }, tools: [refund] }
        """;
    assertThat(differences(policy, call(ALICE.formatted("", "", "\"/staff\""), "search", "deny")))
        .containsExactly("NOW_PERMITTED deny default -> permit role:staff");
    assertThat(differences(policy, call(ALICE.formatted("", "crm.write", ""), "refund", "deny")))
        .containsExactly("NOW_PERMITTED deny default -> permit role:writer");
    assertThat(differences(policy, call(ALICE.formatted("", "", ""), "search", "deny"))).isEmpty();
  }

  @Test
  void whatOlderRecordsDoNotSayIsNotGuessed() throws Exception {
    String policy =
        """
        roles:
          staff: { members: { groups: [/staff] }, tools: [search] }
          sales: { tools: [quote, refund] }
        scopes: [{ tools: [refund], require: [crm.write] }]
        """;
    String old = "{\"issuer\":\"i\",\"subject\":\"alice\",\"roles\":\"sales\"}";
    assertThat(differences(policy, call(old, "search", "deny")))
        .containsExactly("DEPENDS deny default -> depends on what is not recorded");
    assertThat(differences(policy, call(old, "quote", "deny")))
        .containsExactly("NOW_PERMITTED deny default -> permit role:sales");
    assertThat(differences(policy, call(old, "refund", "permit")))
        .containsExactly("DEPENDS permit default -> depends on scopes");
    String cut = ALICE.formatted("a b c\\u2026", "", "");
    assertThat(differences(policy, call(cut, "quote", "deny")))
        .containsExactly("DEPENDS deny default -> depends on roles that were cut");
  }

  @Test
  void claimsAndAnnotationsAreTakenForTheBetterAndForTheWorse() throws Exception {
    String policy =
        """
        risk: { tools: { read: [search, sue], write: [refund], destructive: [wipe] } }
        roles:
          anyone: { tools: [search, refund], risk: [write] }
          legal: { members: { when: "principal.claims.department == 'legal'" }, tools: [sue] }
        rules:
          - { name: adults, tools: [refund], deny-when: "principal.claims.age < 18" }
          - { name: severe, risk: [destructive], deny-when: "true" }
        """;
    String alice = ALICE.formatted("", "", "");
    assertThat(differences(policy, call(alice, "refund", "permit")))
        .containsExactly("DEPENDS permit default -> depends on what is not recorded");
    assertThat(differences(policy, call(alice, "sue", "deny")))
        .containsExactly("DEPENDS deny default -> depends on what is not recorded");
    // An annotation could make it destructive.
    assertThat(differences(policy, call(alice, "search", "permit")))
        .containsExactly("DEPENDS permit default -> depends on what is not recorded");
    assertThat(differences(policy, call(alice, "wipe", "permit")))
        .containsExactly("NOW_DENIED permit default -> deny rule:severe");
  }

  @Test
  void argumentsDecideOnlyWhereTheyCan() throws Exception {
    String policy =
        """
        roles: { anyone: { tools: [refund, search] } }
        rules: [{ name: large, tools: [refund], require: "args.amount < 100 || principal.subject == 'bob'" }]
        """;
    assertThat(differences(policy, call(ALICE.formatted("", "", ""), "refund", "permit")))
        .containsExactly("DEPENDS permit default -> depends on arguments");
    assertThat(
            differences(
                policy,
                call(ALICE.formatted("", "", "").replace("alice", "bob"), "refund", "permit")))
        .containsExactly("ANOTHER_RULE permit default -> permit role:anyone");
    assertThat(differences(policy, call(ALICE.formatted("", "", ""), "search", "deny")))
        .containsExactly("NOW_PERMITTED deny default -> permit role:anyone");
  }

  @Test
  void listsResourcesAndUnknownMethodsAreAskedAboutAndTheRestIsCounted() throws Exception {
    String policy =
        """
        roles:
          anyone:
            resources: ["crm://a/**"]
            methods: [vendor/search]
        rules: [{ name: off, deny: { methods: [prompts/list] } }]
        """;
    String record =
        "{\"kind\":\"exchange\",\"route\":\"/\",\"principal\":\"anonymous\",\"method\":\"%s\","
            + "%s\"decision\":\"permit\",\"rule\":\"%s\"}\n";
    AuditReader.Counts[] counts = new AuditReader.Counts[1];
    List<String> differences =
        differences(
            policy,
            record.formatted("tools/list", "", "list")
                + record.formatted("prompts/list", "", "list")
                + record.formatted("ping", "", "protocol")
                + record.formatted("vendor/search", "", "role:anyone")
                + record.formatted("vendor/other", "", "role:anyone")
                + record.formatted("completion/complete", "", "role:anyone")
                + record.formatted("GET", "", "session")
                + record.formatted(
                    "resources/read",
                    "\"target\":{\"type\":\"resource\",\"name\":\"crm://a/../b\"},",
                    "role:anyone")
                + "{\"kind\":\"admin\"}\n{\"kind\":\"gap\"}\nno record\n",
            counts);
    assertThat(differences)
        .containsExactly(
            "NOW_DENIED permit list -> deny rule:off",
            "NOW_DENIED permit role:anyone -> deny default",
            "NOW_DENIED permit role:anyone -> deny malformed-name");
    assertThat(counts[0].records()).isEqualTo(8);
    assertThat(counts[0].undecided()).isEqualTo(2);
    assertThat(counts[0].others()).isEqualTo(1);
    assertThat(counts[0].gaps()).isEqualTo(1);
    assertThat(counts[0].unreadable()).isEqualTo(1);
  }

  @Test
  void packedFilesAndTornAndEndlessLinesAreRead() throws Exception {
    String good = call(ALICE.formatted("", "", ""), "search", "deny");
    String policy = "roles: { anyone: { tools: [search] } }\n";
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(
          (good + "x".repeat(1 << 20) + "\n" + good + "{\"kind\"")
              .getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(directory.resolve("audit.jsonl.gz"), packed.toByteArray());
    Replay replay = new Replay(_ -> route(policy));
    AuditReader reader = new AuditReader(replay::add);
    reader.read(file);
    assertThat(replay.count(Replay.Kind.NOW_PERMITTED)).isEqualTo(2);
    assertThat(reader.counts().complaints())
        .containsExactly(file + ":2: no record, left out", file + ":4: a torn last line, left out");
  }

  private List<String> differences(String policy, String records) throws IOException {
    return differences(policy, records, new AuditReader.Counts[1]);
  }

  private List<String> differences(String policy, String records, AuditReader.Counts[] counts)
      throws IOException {
    Path file = Files.writeString(directory.resolve("audit.jsonl"), records);
    RuledRoute route = route(policy);
    Replay replay = new Replay(path -> path.equals("/") ? route : null);
    AuditReader reader = new AuditReader(replay::add);
    reader.read(file);
    counts[0] = reader.counts();
    return replay.groups().stream()
        .map(Replay.Group::difference)
        .map(each -> each.kind() + " " + each.was() + " -> " + each.wouldBe())
        .map(line -> line.replaceFirst("recorded: .*", "recorded"))
        .toList();
  }

  private static RuledRoute route(String policy) {
    try {
      return RuledRoute.alone(PolicyFile.parse("policy.yaml", policy).spec(), null);
    } catch (ConfigException wrong) {
      throw new AssertionError(wrong);
    }
  }

  @Test
  void whatARecordLeavesOutIsNotAskedAbout() throws Exception {
    String policy = "roles: { sales: { tools: ['*'] } }\n";
    String alice = ALICE.formatted("sales", "", "");
    String record = call(alice, "mail [email]", "deny").strip();
    String redacted = record.substring(0, record.length() - 1) + ",\"redacted\":[\"%s\"]}\n";

    assertThat(differences(policy, record + "\n")).hasSize(1);
    assertThat(differences(policy, redacted.formatted("target.name"))).isEmpty();
    assertThat(differences(policy, redacted.formatted("client.name"))).isEmpty();
    assertThat(differences(policy, redacted.formatted("requestId"))).hasSize(1);
    AuditReader reader = new AuditReader(_ -> {});
    reader.read(
        Files.writeString(
            directory.resolve("r.jsonl"),
            redacted.formatted("target.name") + redacted.formatted("requestId")));
    assertThat(reader.counts().redacted()).isEqualTo(1);
    assertThat(reader.counts().undecided()).isEqualTo(1);
  }

  private static String call(String principal, String tool, String decision) {
    return "{\"kind\":\"exchange\",\"time\":\"2026-06-01T12:00:00Z\",\"route\":\"/\",\"principal\":"
        + principal
        + ",\"method\":\"tools/call\",\"target\":{\"type\":\"tool\",\"name\":\""
        + tool
        + "\"},\"decision\":\""
        + decision
        + "\",\"rule\":\"default\"}\n";
  }
}
