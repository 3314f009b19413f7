package io.mcpgateway.policy.pin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.policy.pin.PinRules.Action;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolReviewTest {
  private static JsonNode json(String text) {
    return CanonicalJsonTest.read(text.replace('\'', '"'));
  }

  private static ToolDefinition tool(String text) {
    JsonNode json = json(text);
    return new ToolDefinition(json.path("name").asText(), json);
  }

  @Test
  void whatDoesNotCountIsNoDifferenceAndNeitherIsTheOrder() {
    PinnedTool tool = PinnedTool.of(json("{'name':'t','title':'T','inputSchema':{'a':1,'b':1.0}}"));

    assertThat(
            PinnedTool.of(
                json("{'inputSchema':{'b':1,'a':1e0},'_meta':{'x':1},'title':'T','name':'t'}")))
        .isEqualTo(tool);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'u','description':'d'}",
        "{'name':'t','description':'d '}",
        "{'name':'t','description':'d','title':''}",
        "{'name':'t','description':'d','inputSchema':{}}",
        "{'name':'t','description':'d','outputSchema':{}}",
        "{'name':'t','description':'d','annotations':{'readOnlyHint':true}}",
        "{'name':'t','description':'d','icons':[{'src':'https://a.example/i.png'}]}",
      })
  void everythingElseIs(String other) {
    assertThat(PinnedTool.of(json(other)).sha256())
        .isNotEqualTo(PinnedTool.of(json("{'name':'t','description':'d'}")).sha256());
  }

  @Test
  void aLockFileIsReadAsItWasWrittenWhateverToolsAndParametersAreCalled() {
    ToolPins pins =
        ToolPins.of(
            List.of(
                PinnedTool.of(json("{'name':'a: \\u2028#{}','title':'x'}")),
                PinnedTool.of(
                    json("{'name':'b','inputSchema':{'properties':{'\\ud83d\\ude00':{}}}}"))));
    Problems problems = new Problems();

    String text = pins.text("crm");
    ToolPins read = ToolPins.read(YamlMap.parse("pins.yaml", text, problems, _ -> null), "crm");

    assertThat(problems.all()).isEmpty();
    assertThat(read).isEqualTo(pins);
    assertThat(text).isEqualTo(read.text("crm")).matches("\\p{ASCII}+");
  }

  @Test
  void aFindingIsToldOnceHoweverOftenItIsSeen() {
    List<Finding> told = new ArrayList<>();
    ToolPins pins = ToolPins.of(List.of(PinnedTool.of(json("{'name':'t'}"))));
    ToolReview review = new ToolReview(new PinRules(pins, Action.HIDE, Action.BLOCK), told::add);

    for (int i = 0; i < 3; i++) {
      assertThat(review.of(tool("{'name':'t','title':'x'}")).action()).isEqualTo(Action.HIDE);
      assertThat(review.of(tool("{'name':'t'}")).finding()).isEmpty();
    }
    assertThat(told).extracting(Finding::text).containsExactly("changed: title added");
    assertThat(review.of(tool("{'name':'t','title':'\\u200b'}")))
        .isEqualTo(new ToolReview.Opinion("t", Action.BLOCK, "hidden-characters: U+200B"));
    assertThat(review.counts())
        .containsEntry(Finding.Kind.CHANGED, 2)
        .containsEntry(Finding.Kind.HIDDEN_CHARACTERS, 1);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x0, 0x1B, 0x7F, 0x9B, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x202A, 0x202E, 0x2060, 0x2066,
        0x2069, 0xFEFF, 0x3164, 0xE0001, 0xE0041, 0xE007F, 0xE0100
      })
  void theseAreHidden(int c) {
    assertThat(HiddenCharacters.isHidden(c)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {'\n', '\t', ' ', '~', 0xA0, 0xE9, 0x3042, 0x1F600, 0x5D0, 0x627, 0xFE0F})
  void theseAreNot(int c) {
    assertThat(HiddenCharacters.isHidden(c)).isFalse();
  }
}
