package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Unmaskable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One workspace for many messages, against one for each. */
class WorkspaceTest {
  private static final List<String> NAMES =
      List.of("card", "note", "phone", "ssn", "password", "value", "", "jane@example.com");

  private static final List<String> VALUES =
      List.of(
          "4111 1111 1111 1111",
          "jane.doe@example.com",
          "+49 30 901820",
          "536-90-4399",
          "bluebird",
          "12345678Z",
          "nothing at all",
          "\\u00344111 1111 1111 111",
          "%34111 1111 1111 1111",
          "\\n4111 1111\\n1111 1111",
          "amFuZS5kb2VAZXhhbXBsZS5jb20=",
          "{\\\"card\\\":\\\"4111111111111111\\\"}");

  /** Masks of all kinds, and others whose markers look like values themselves. */
  private static final List<PolicySpec> POLICIES =
      List.of(
          Exchanges.policy("masks: [{ name: all, detect: [all] }]"),
          Exchanges.policy(
              """
              detectors:
                - { name: marker, words: ["[email]", "card"] }
                - { name: bird, words: [bluebird] }
              masks:
                - { name: all, detect: [card, email, phone, bird] }
                - { name: own, detect: [marker], results: observe }
              """),
          Exchanges.policy(
              """
              detectors: [{ name: marker, words: ["card"] }]
              masks:
                - { name: own, detect: [marker], action: hash }
                - { name: all, detect: [all], action: keep-last-4 }
              """));

  private static final Map<PolicySpec, MaskPrograms> PROGRAMS = new IdentityHashMap<>();

  @Test
  void whatWasMaskedBeforeMakesNoDifference() throws Exception {
    Random random = new Random(7);
    Workspace shared = new Workspace();
    for (int i = 0; i < 1_000; i++) {
      Masking.Scope scope = scope(POLICIES.get(random.nextInt(POLICIES.size())));
      byte[] message = message(random);
      Masking used = new Masking(scope, shared);
      Masking fresh = new Masking(scope, new Workspace());
      assertThat(said(used, message))
          .as(new String(message, UTF_8))
          .isEqualTo(said(fresh, message));
      assertThat(used.counts()).isEqualTo(fresh.counts());
      assertThat(used.observed()).isEqualTo(fresh.observed());
    }
  }

  @Test
  void longMessagesGetOneOfTheirOwn() {
    assertThat(Workspace.of(1_000)).isSameAs(Workspace.of(2_000));
    assertThat(Workspace.of(1 << 20)).isNotSameAs(Workspace.of(1 << 20));
  }

  private static String said(Masking masking, byte[] message) throws Exception {
    return new String(Edit.apply(masking.mask(message), message), UTF_8);
  }

  private static byte[] message(Random random) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      String value = VALUES.get(random.nextInt(VALUES.size()));
      if (random.nextInt(3) == 0) {
        value += " and " + VALUES.get(random.nextInt(VALUES.size()));
      }
      String name = NAMES.get(random.nextInt(NAMES.size()));
      members.add("\"" + name + i + "\":{\"" + name + "\":\"" + value + "\"}");
    }
    String result = "{" + String.join(",", members) + "}";
    return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}").getBytes(UTF_8);
  }

  private static Masking.Scope scope(PolicySpec policy) {
    MaskedTools tools = Exchanges.maskedTools();
    Exchange call = Exchanges.call(Exchanges.anonymous(), "t");
    MaskPrograms programs = PROGRAMS.computeIfAbsent(policy, WorkspaceTest::programs);
    return new Masking.Scope(
        programs.of(call),
        programs,
        tools.pseudonyms(call),
        null,
        Unmaskable.BLOCK,
        MaskDirection.RESULTS);
  }

  private static MaskPrograms programs(PolicySpec policy) {
    return new MaskPrograms(policy, MaskDirection.RESULTS, Exchanges.maskedTools().clock());
  }
}
