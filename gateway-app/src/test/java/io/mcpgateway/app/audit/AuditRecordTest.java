package io.mcpgateway.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.app.AuditSchema;
import io.mcpgateway.app.Outcomes;
import io.mcpgateway.core.exchange.Outcome;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Target;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.mask.TextRedaction;
import io.mcpgateway.policy.pin.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AuditRecordTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAIL = "jane.doe@acme-corp.com";

  private final JsonLine lines =
      new JsonLine(new TextRedaction(EnumSet.complementOf(EnumSet.of(Kind.UUID)))::redact);

  /** Where nothing is chained. */
  private static final class Anywhere implements Place {
    private final String uid =
        new UUID(1_795_000_000_000L << 16 | 0x7001, 1L << 63 | System.nanoTime()).toString();

    @Override
    public String uid() {
      return uid;
    }

    @Override
    public void sequence(JsonLine line) {
      line.number("sequence", 7);
    }

    @Override
    public long loggedMillis() {
      return 1_795_000_000_000L;
    }

    @Override
    public void attestation(int typeUid, JsonLine line) {
      line.raw("attestation_list", "[{\"fingerprint\":{\"algorithm_id\":3,\"value\":\"00\"}}]");
    }
  }

  private JsonNode record(Consumer<Place> writing) throws IOException {
    lines.clear();
    writing.accept(new Anywhere());
    String line = new String(lines.buffer(), 0, lines.size(), StandardCharsets.UTF_8);
    assertThat(line).endsWith("}\n");
    assertThat(line.strip().lines()).hasSize(1);
    JsonNode record = JSON.readTree(line);
    AuditSchema.check(record);
    // As RFC 8785 writes it: what is hashed is the line.
    assertThat(line.strip())
        .isEqualTo(new String(CanonicalJson.bytes(record), StandardCharsets.UTF_8));
    return record;
  }

  private JsonNode record(Outcome outcome) throws IOException {
    return record(place -> AuditRecord.write(outcome, place, lines));
  }

  @Test
  void whateverTheOutcomeItsStatusAndSeveritySaySo() throws Exception {
    JsonNode answered = record(Outcomes.answered("a", "search"));
    assertThat(answered.at("/status").asText()).isEqualTo("Success");
    assertThat(answered.at("/severity_id").asInt()).isEqualTo(1);
    assertThat(answered.at("/metadata/correlation_uid").asText()).isEqualTo("a");
    assertThat(answered.at("/metadata/sequence").asInt()).isEqualTo(7);
    assertThat(answered.at("/actor/user/uid").asText()).isEqualTo("alice");
    assertThat(answered.at("/actor/authorizations/0/decision").asText()).isEqualTo("permit");
    assertThat(answered.at("/actor/authorizations/0/policy/uid").asText()).isEqualTo("sales");
    assertThat(answered.at("/actor/authorizations/0/policy/version").asText()).isEqualTo("p1");
    assertThat(answered.at("/resources/0/name").asText()).isEqualTo("search");
    assertThat(answered.at("/unmapped/gw/micros/total").asLong()).isEqualTo(1200);
    assertThat(answered.at("/unmapped/gw/revisions/cards").asInt()).isEqualTo(2);

    Target refund = new Target(McpMethod.TOOLS_CALL, McpMethod.Primitive.TOOL, "refund");
    JsonNode denied = record(Outcomes.refused("b", "refund", new Refusal.Hidden(refund, "none")));
    assertThat(denied.at("/status_detail").asText()).isEqualTo("denied");
    assertThat(denied.at("/severity_id").asInt()).isEqualTo(2);
    assertThat(denied.at("/actor/authorizations/0/decision").asText()).isEqualTo("deny");

    JsonNode rejected = record(Outcomes.rejected("c", new Refusal.UnknownRoute()));
    assertThat(rejected.at("/unmapped/gw/outcome").asText()).isEqualTo("unknown-route");
    assertThat(rejected.at("/actor/user/name").asText()).isEqualTo("unknown");

    JsonNode abandoned =
        record(
            Outcomes.ended(
                Outcomes.call("d", "search"), new Outcome.Result.Abandoned(), 0, Map.of()));
    assertThat(abandoned.at("/status").asText()).isEqualTo("Abandoned");
    assertThat(abandoned.has("http_response")).isFalse();
    assertThat(abandoned.at("/actor/user/name").asText()).isEqualTo("anonymous");
  }

  @Test
  void whatIsNoOutcomeIsARecordToo() throws Exception {
    assertThat(
            record(place -> AuditRecord.writeIntent(Outcomes.call("a", "search"), place, lines))
                .at("/unmapped/gw/kind")
                .asText())
        .isEqualTo("intent");
    assertThat(
            record(place -> AuditRecord.writeGap(Instant.EPOCH, 3, place, lines))
                .at("/unmapped/gw/recordsMissing")
                .asInt())
        .isEqualTo(3);
    JsonNode unknown = record(place -> AuditRecord.writeUnknown("a", Instant.EPOCH, place, lines));
    assertThat(unknown.at("/unmapped/gw/outcome").asText()).isEqualTo("unknown_crash");
    assertThat(unknown.at("/type_uid").asInt()).isEqualTo(AuditRecord.TYPE_UID);
  }

  @Test
  void nothingFromOutsideBreaksOutOfItsLineOrExceedsItsBound() throws Exception {
    String evil =
        "x\r\n{\"fake\":true}\u2028\u001b[2J\u009b\u202e\ud800é\"\\" + "y".repeat(100_000);
    JsonNode record = record(Outcomes.answered("a", evil));

    String line = new String(lines.buffer(), 0, lines.size() - 1, StandardCharsets.UTF_8);
    assertThat(line.chars())
        .noneMatch(c -> Character.getType(c) == Character.CONTROL || c == 0x2028 || c == 0x202e);
    assertThat(record.at("/resources/0/name").asText())
        .startsWith("x\r\n{\"fake\":true}\uFFFD\u001b[2J\uFFFD\uFFFD\uFFFDé\"\\")
        .endsWith("…")
        .hasSize(256);
    assertThat(record.at("/unmapped/gw/truncated").toString()).isEqualTo("[\"resources.name\"]");
  }

  @Test
  void whatIsTakenOutIsNamedAndWhoDidItStays() throws Exception {
    AuditEvent event =
        new AuditEvent(
            Instant.parse("2026-11-20T12:00:00Z"),
            "revocation-added",
            "ops",
            "127.0.0.1:1",
            Map.of(
                "reason", "asked by " + MAIL, "revocation", "5f0c954e-4d3a-4a6e-9b1c-2a1d3f4b5c6d"),
            Map.of("subject", MAIL, "tool", "crm " + MAIL));
    JsonNode noted = record(place -> event.write(place, lines));

    JsonNode own = noted.at("/unmapped/gw");
    assertThat(own.at("/details/reason").asText()).isEqualTo("asked by [email]");
    assertThat(own.at("/details/revocation").asText()).startsWith("5f0c954e-4d3a");
    assertThat(own.at("/details/terms/subject").asText()).isEqualTo(MAIL);
    assertThat(own.at("/details/terms/tool").asText()).isEqualTo("crm [email]");
    assertThat(own.path("redacted").toString())
        .isEqualTo(
            "[\"comment\",\"unmapped.gw.details.reason\",\"unmapped.gw.details.terms.tool\"]");

    JsonNode called = record(Outcomes.answered("a", MAIL + "y".repeat(100_000)));
    assertThat(called.toString()).doesNotContain("jane");
    assertThat(called.at("/unmapped/gw/redacted").toString()).isEqualTo("[\"resources.name\"]");
    assertThat(record(Outcomes.answered("b", "search")).at("/unmapped/gw/redacted").isMissingNode())
        .isTrue();
  }

  @Test
  void moreRulesThanARecordHasRoomForAreCountedTogether() throws Exception {
    Map<String, Integer> revisions = new TreeMap<>();
    for (int i = 10; i < 50; i++) {
      revisions.put("rule-" + i, 2);
    }
    JsonNode own =
        record(
                Outcomes.ended(
                    Outcomes.call("a", "search"), new Outcome.Result.Answered(), 200, revisions))
            .at("/unmapped/gw");

    assertThat(own.path("revisions")).hasSize(32);
    assertThat(own.at("/revisions/rule-41").asInt()).isEqualTo(2);
    assertThat(own.path("revisionsOfOthers").asInt()).isEqualTo(16);
  }

  @Test
  void everyEventHasTheMembersThatItsClassDemands() throws Exception {
    List<String> words = new ArrayList<>();
    for (EventShape shape : EventShape.values()) {
      AuditEvent event =
          new AuditEvent(Instant.EPOCH, shape.word(), "ops", "", Map.of("a", "b"), Map.of());
      words.add(record(place -> event.write(place, lines)).at("/unmapped/gw/event").asText());
    }
    assertThat(words).contains("revocation-added", "tool-finding", "config-refused", "other");
  }

  @Test
  void membersOutOfOrderAreADefectAndNoRecord() {
    assertThatThrownBy(() -> lines.begin().exact("b", "").exact("a", ""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a after b");
    lines.clear();
    assertThatThrownBy(() -> lines.begin().exact("a", "").exact("a", ""))
        .isInstanceOf(IllegalStateException.class);
    lines.clear();
    assertThatThrownBy(() -> lines.begin().redacted("r").text("z", MAIL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("too late");
  }
}
