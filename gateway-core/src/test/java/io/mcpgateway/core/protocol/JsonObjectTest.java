package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  @Test
  void membersAreFoundByNameAndByPlace() {
    byte[] bytes = "…{ \"a\" : 1.10 ,\"b\":{\"c\":null},\"s\":\"x\\ny\" }…".getBytes(UTF_8);
    JsonObject object = JsonObject.at(bytes, new Span(3, bytes.length - 3));

    assertThat(object.size()).isEqualTo(3);
    assertThat(object.name(1)).isEqualTo("b");
    assertThat(object.raw("a")).isEqualTo("1.10");
    assertThat(object.string("s")).isEqualTo("x\ny");
    assertThat(object.value(2)).isEqualTo(object.span("s"));
    JsonObject inner = object.object("b");
    assertThat(inner).isNotNull();
    assertThat(inner.raw("c")).isEqualTo("null");
  }

  @Test
  void whatIsNotThereOrOfAnotherKindIsNull() {
    byte[] bytes = "{\"a\":1}".getBytes(UTF_8);
    JsonObject object = JsonObject.at(bytes, new Span(0, bytes.length));

    assertThat(object.has("A")).isFalse();
    assertThat(object.span("b")).isNull();
    assertThat(object.raw("b")).isNull();
    assertThat(object.string("a")).isNull();
    assertThat(object.object("a")).isNull();
  }

  @Test
  void thereIsRoomForManyMembers() {
    byte[] bytes =
        IntStream.range(0, 1000)
            .mapToObj(i -> "\"m" + i + "\":" + i)
            .collect(Collectors.joining(",", "{", "}"))
            .getBytes(UTF_8);
    JsonObject object = JsonObject.at(bytes, new Span(0, bytes.length));

    assertThat(object.size()).isEqualTo(1000);
    assertThat(object.raw("m999")).isEqualTo("999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "[]", "1", "\"a\"", "{", "{\"a\"", "{\"a\":1", "{\"a\":1,\"a\":2}", "x"})
  void whatIsNotAnObjectIsRefused(String text) {
    byte[] bytes = text.getBytes(UTF_8);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.at(bytes, new Span(0, bytes.length)));
  }
}
