package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.testkit.SeededJson;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds for every message, tried on many odd ones. A failure names its seed. */
class SeededMessagesTest {
  private static final int MESSAGES = 3000;
  private static final ObjectMapper trees = new ObjectMapper();

  private final long firstSeed = new SplittableRandom().nextLong(1_000_000_000);

  private interface Property {
    void check(byte[] body) throws Exception;
  }

  private void everyMessage(Property property) {
    for (long seed = firstSeed; seed < firstSeed + MESSAGES; seed++) {
      String text = new SeededJson(seed).toolCall((int) (seed % 12));
      try {
        property.check(text.getBytes(UTF_8));
      } catch (Exception | AssertionError failure) {
        throw new AssertionError("seed " + seed + ": " + text, failure);
      }
    }
  }

  @Test
  void isAcceptedWithItsBytesUntouched() {
    everyMessage(
        body -> {
          JsonRpcMessage message = MessageScanner.scan(body.clone());

          assertThat(message.bytes()).isEqualTo(body);
          assertThat(message.method()).isEqualTo("tools/call");
        });
  }

  @Test
  void isReadAsATreeParserReadsIt() {
    everyMessage(
        body -> {
          JsonRpcMessage message = MessageScanner.scan(body);
          JsonNode tree = trees.readTree(new String(body, UTF_8));

          assertThat(message.params().size()).isEqualTo(tree.get("params").size());
          assertThat(message.params().string("name"))
              .isEqualTo(tree.get("params").get("name").textValue());
          for (Map.Entry<String, JsonNode> member : tree.get("params").properties()) {
            assertThat(message.params().raw(member.getKey())).isNotNull();
            assertThat(trees.readTree(message.params().raw(member.getKey())))
                .isEqualTo(member.getValue());
          }
        });
  }

  @Test
  void keepsTheRawTextOfEveryMemberAtEveryLevel() {
    everyMessage(
        body -> {
          JsonRpcMessage.Request message = (JsonRpcMessage.Request) MessageScanner.scan(body);
          checkMembers(body, message.envelope());
          checkMembers(body, message.params());
        });
  }

  private static void checkMembers(byte[] body, JsonObject object) throws Exception {
    for (int i = 0; i < object.size(); i++) {
      Span span = object.value(i);
      String raw = span.text(body);
      assertThat(raw).isEqualTo(raw.strip()).isNotEmpty();
      assertThat(object.raw(object.name(i))).isEqualTo(raw);
      try (JsonParser alone = Json.parser(body, span.start(), span.length())) {
        JsonToken token = alone.nextToken();
        alone.skipChildren();
        assertThat(Json.tokenEnd(alone)).as("%s %s", token, raw).isEqualTo(span.length());
      }
      JsonObject nested = object.object(object.name(i));
      if (nested != null) {
        checkMembers(body, nested);
      }
    }
  }

  @Test
  void changesInTheSplicedPlaceAlone() {
    everyMessage(
        body -> {
          JsonObject params = MessageScanner.scan(body).params();
          for (int i = 0; i < params.size(); i++) {
            Span span = params.value(i);
            byte[] spliced = new Splices().replace(span, "[\"neu\"]").applyTo(body);

            JsonRpcMessage again = MessageScanner.scan(spliced);
            assertThat(again.params().raw(params.name(i))).isEqualTo("[\"neu\"]");
            int grown = spliced.length - body.length;
            assertThat(new Span(0, span.start()).text(spliced))
                .isEqualTo(new Span(0, span.start()).text(body));
            assertThat(new Span(span.end() + grown, spliced.length).text(spliced))
                .isEqualTo(new Span(span.end(), body.length).text(body));
          }
        });
  }

  @Test
  void isRefusedWhenCutOff() {
    SplittableRandom random = new SplittableRandom(firstSeed);
    everyMessage(
        body -> {
          int end = new String(body, UTF_8).stripTrailing().getBytes(UTF_8).length;
          byte[] cut = java.util.Arrays.copyOf(body, random.nextInt(end));

          assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> MessageScanner.scan(cut)))
              .isInstanceOf(MalformedMessageException.class);
        });
  }

  @Test
  void isReadOrRefusedButNeverMoreThanThatWhenAByteIsChanged() {
    SplittableRandom random = new SplittableRandom(firstSeed);
    everyMessage(
        body -> {
          byte[] changed = body.clone();
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
          try {
            assertThat(MessageScanner.scan(changed).bytes()).isSameAs(changed);
          } catch (MalformedMessageException refused) {
            assertThat(refused.code()).isIn(ErrorCodes.PARSE_ERROR, ErrorCodes.INVALID_REQUEST);
          }
        });
  }
}
