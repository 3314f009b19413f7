package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.policy.Exchanges;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody can look into: it is withheld, redacted or passed, as the policy says. */
class UnmaskableTest {
  private static final Exchange CALL = Exchanges.call(Exchanges.anonymous(), "t");
  private static final int MAX_BYTES = 100_000;
  private static final String MAIL = "jane@example.com";

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of("base64 that is none", blob("text/plain", "%%%" + MAIL)),
        Arguments.of("base64 that is cut", blob("text/plain", "amFuZUBleGFtcGxlLmNvb")),
        Arguments.of("PDF", blob("application/pdf", base64("%PDF-1.7\0\u0001 " + MAIL))),
        Arguments.of("unknown binary", blob("application/x-thing", base64("\0\u0001" + MAIL))),
        Arguments.of("binary of no type", blob(null, base64("\0\u0001" + MAIL))),
        Arguments.of(
            "UTF-16",
            blob(
                "text/plain; charset=utf-16",
                Base64.getEncoder().encodeToString(MAIL.getBytes(UTF_16)))),
        Arguments.of(
            "UTF-16 without a type",
            blob(null, Base64.getEncoder().encodeToString(MAIL.getBytes(UTF_16)))),
        Arguments.of(
            "text in Latin 1",
            blob(
                "text/csv",
                Base64.getEncoder().encodeToString(new byte[] {'a', (byte) 0xE9, 'b'}))),
        Arguments.of(
            "JSON with a name twice",
            "{\"content\":[{\"type\":\"text\",\"text\":"
                + Json.quote("{\"a\":\"" + MAIL + "\",\"a\":1}")
                + "}]}"),
        Arguments.of(
            "JSON that is too deep",
            "{\"content\":[{\"type\":\"text\",\"text\":"
                + Json.quote("[".repeat(200) + "\"" + MAIL + "\"" + "]".repeat(200))
                + "}]}"),
        Arguments.of(
            "JSON in JSON in JSON …",
            "{\"content\":[{\"type\":\"text\",\"text\":" + nested(10) + "}]}"),
        Arguments.of(
            "a large message",
            "{\"content\":[{\"type\":\"text\",\"text\":\""
                + "x ".repeat(MAX_BYTES)
                + MAIL
                + "\"}]}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void isWithheldUnlessThePolicySaysOtherwise(String what, String result) {
    for (String choice : List.of("", "on-unmaskable: block\n")) {
      assertThat(apply(choice, result))
          .isInstanceOfSatisfying(
              Revision.Blocked.class,
              blocked ->
                  assertThat(blocked.refusal())
                      .isInstanceOfSatisfying(
                          Refusal.Withheld.class,
                          withheld -> {
                            assertThat(withheld.rule()).isEqualTo("masks");
                            assertThat(withheld.problem())
                                .contains("cannot be looked into")
                                .doesNotContain("jane");
                          }));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void isRedactedAsAWholeIfThePolicySaysSo(String what, String result) {
    assertThat(apply("on-unmaskable: redact-all\n", result))
        .isInstanceOfSatisfying(
            Revision.Changed.class,
            changed -> {
              assertThat(changed.counts()).containsEntry("unmaskable:redacted", 1);
              assertThat(new String(changed.message().bytes(), UTF_8))
                  .doesNotContain("jane")
                  .doesNotContain(base64("jane").substring(0, 4))
                  .containsAnyOf("[redacted]", base64("[redacted]"));
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void passesAndIsCountedIfThePolicySaysSo(String what, String result) {
    assertThat(apply("on-unmaskable: pass\n", result))
        .isEqualTo(new Revision.Observed(List.of(), Map.of("unmaskable:passed", 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void whatCanBeLookedIntoIsMaskedBesideIt(String what, String result) {
    String both =
        result.substring(0, result.length() - 1) + ",\"_meta\":{\"x\":\"bob@example.com\"}}";
    Revision passed = apply("on-unmaskable: pass\n", both);

    if (both.length() < MAX_BYTES) {
      assertThat(new String(((Revision.Changed) passed).message().bytes(), UTF_8))
          .contains("\"x\":\"[email]\"");
    }
    Revision redacted = apply("on-unmaskable: redact-all\n", both);
    assertThat(new String(((Revision.Changed) redacted).message().bytes(), UTF_8))
        .doesNotContain("bob@", "jane");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whatStandsForAMessageThatIsTooLargeIsOfItsKind(
      McpMethod method, String params, String expected) {
    Exchange exchange = Exchanges.request(Exchanges.anonymous(), method, params);
    String large = "{\"x\":\"" + "x".repeat(MAX_BYTES) + MAIL + "\"}";
    Revision revision =
        stage("on-unmaskable: redact-all\n")
            .apply(
                exchange,
                Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + large + "}"));

    if (expected.isEmpty()) {
      assertThat(revision).isInstanceOf(Revision.Blocked.class);
    } else {
      assertThat(new String(((Revision.Changed) revision).message().bytes(), UTF_8))
          .contains(expected)
          .doesNotContain("jane");
    }
  }

  static Stream<Arguments> methods() {
    return Stream.of(
        Arguments.of(McpMethod.TOOLS_CALL, "{\"name\":\"t\"}", "\"content\":[{\"type\":\"text\""),
        Arguments.of(
            McpMethod.RESOURCES_READ, "{\"uri\":\"a:b\"}", "\"contents\":[{\"uri\":\"a:b\""),
        Arguments.of(McpMethod.PROMPTS_GET, "{\"name\":\"p\"}", "\"messages\":[{\"role\""),
        Arguments.of(
            McpMethod.COMPLETE,
            "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"x\",\"value\":\"y\"}}",
            "\"completion\":{\"values\":[]}"),
        Arguments.of(McpMethod.TOOLS_LIST, "{}", ""));
  }

  private static String nested(int levels) {
    String json = "{\"a\":\"" + MAIL + "\"}";
    for (int i = 1; i < levels; i++) {
      json = "[" + Json.quote(json) + "]";
    }
    return Json.quote(json);
  }

  private static String blob(@org.jspecify.annotations.Nullable String type, String base64) {
    return "{\"contents\":[{\"uri\":\"a:b\","
        + (type == null ? "" : "\"mimeType\":\"" + type + "\",")
        + "\"blob\":\""
        + base64
        + "\"}]}";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static MaskStage stage(String choice) {
    return new MaskStage(
        Exchanges.policy(choice + "masks: [{ name: m, detect: [email] }]"),
        Exchanges.maskedTools(),
        MAX_BYTES);
  }

  private static Revision apply(String choice, String result) {
    return stage(choice)
        .apply(CALL, Exchanges.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}"));
  }
}
