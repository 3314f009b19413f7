package io.mcpgateway.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpMethodTest {
  @ParameterizedTest
  @EnumSource(McpMethod.class)
  void aMethodIsFoundByItsExactNameInItsErasOnly(McpMethod method) {
    for (Era era : new Era[] {Era.MODERN, Era.LEGACY}) {
      assertThat(McpMethod.of(method.wireName(), era).isPresent()).isEqualTo(method.existsIn(era));
    }
    assertThat(McpMethod.of(method.wireName() + " ", Era.LEGACY)).isEmpty();
    assertThat(method.existsIn(Era.MODERN) || method.existsIn(Era.LEGACY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tools/Call",
        "TOOLS/CALL",
        "tools/call/",
        "tools",
        "tools/callе",
        "toolſ/call",
        "toString"
      })
  void anythingElseIsUnknown(String name) {
    for (Era era : Era.values()) {
      assertThat(McpMethod.of(name, era)).isEmpty();
    }
  }

  @Test
  void theErasHaveTheirOwnMethods() {
    assertThat(McpMethod.of("initialize", Era.MODERN)).isEmpty();
    assertThat(McpMethod.of("ping", Era.MODERN)).isEmpty();
    assertThat(McpMethod.of("server/discover", Era.LEGACY)).isEmpty();
    assertThat(McpMethod.of("tools/call", Era.LEGACY)).contains(McpMethod.TOOLS_CALL);
    assertThat(McpMethod.of("tools/call", Era.MODERN)).contains(McpMethod.TOOLS_CALL);
  }

  @Test
  void whatAMethodActsOnIsNamedByOneMember() {
    assertThat(McpMethod.TOOLS_CALL.targetMember()).isEqualTo("name");
    assertThat(McpMethod.PROMPTS_GET.targetMember()).isEqualTo("name");
    assertThat(McpMethod.RESOURCES_READ.targetMember()).isEqualTo("uri");
    assertThat(McpMethod.RESOURCES_SUBSCRIBE.targetMember()).isEqualTo("uri");
    assertThat(McpMethod.TASKS_GET.targetMember()).isEqualTo("taskId");
    assertThat(McpMethod.TOOLS_LIST.targetMember()).isNull();
    assertThat(McpMethod.COMPLETE.targetMember()).isNull();
    assertThat(McpMethod.INITIALIZE.targetMember()).isNull();
  }
}
