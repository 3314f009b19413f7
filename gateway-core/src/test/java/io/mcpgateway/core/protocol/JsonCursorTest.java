package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two readers that nobody wrote together agree on what is JSON. */
class JsonCursorTest {
  private static final String[] SEEDS = {
    "{\"a\":1,\"b\":[true,false,null,-0,1.10,1e400,9007199254740993],\"c\":{\"d\":\"x\\u0041\\n\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",\"params\":{\"n\\u0061me\":\"é\",\"Name\":{\"\":[[],{}]}}}",
    "[ { } , [ ] , \"\" , 0 , -1.5E+3 , {\"k\" : { \"k\" : { \"k\" : \"\\\\\\/\\b\\f\\r\\t\" } } } ]",
    "{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1,\"11\":1,"
        + "\"12\":1,\"13\":1,\"14\":1,\"15\":1,\"16\":1,\"17\":1,\"\\u0031x\":1,\"18\":[{\"1\":2}]}",
  };
  private static final byte[] INTERESTING =
      "{}[]\":,\\\n\t 01289.eE+-truefalsnu'/*\u0000\u001f\u007fé".getBytes(UTF_8);

  @Test
  void aMutatedDocumentIsAcceptedByBothOrByNeither() {
    SplittableRandom random = new SplittableRandom(20261120);
    int accepted = 0;
    for (int round = 0; round < 300_000; round++) {
      byte[] document = mutate(SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8), random);
      boolean cursor = cursorAccepts(document);
      assertThat(cursor)
          .as("round %d: %s", round, new String(document, UTF_8))
          .isEqualTo(jacksonAccepts(document));
      accepted += cursor ? 1 : 0;
    }
    assertThat(accepted).isBetween(10_000, 290_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 18, 40, 5000})
  void aDuplicateIsFoundHoweverManyMembersThereAre(int members) {
    StringBuilder object = new StringBuilder("{");
    for (int i = 0; i < members; i++) {
      object.append("\"m").append(i).append("\":{\"m0\":0},");
    }

    assertThat(cursorAccepts((object + "\"other\":1}").getBytes(UTF_8))).isTrue();
    assertThat(cursorAccepts((object + "\"m0\":1}").getBytes(UTF_8))).isFalse();
    assertThat(cursorAccepts((object + "\"\\u006d0\":1}").getBytes(UTF_8))).isFalse();
    assertThat(
            cursorAccepts(("{\"\\u006d0\":1," + object.substring(1) + "\"z\":1}").getBytes(UTF_8)))
        .isFalse();
  }

  @Test
  void nestingEndsWhereTheBoundIs() {
    assertThat(cursorAccepts(nested(Json.MAX_DEPTH))).isTrue();
    assertThat(cursorAccepts(nested(Json.MAX_DEPTH + 1))).isFalse();
    assertThat(cursorAccepts("[".repeat(1_000_000).getBytes(UTF_8))).isFalse();
  }

  private static byte[] nested(int depth) {
    return ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
  }

  private static byte[] mutate(byte[] document, SplittableRandom random) {
    byte[] mutated = document;
    for (int times = random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(mutated.length);
      byte with = INTERESTING[random.nextInt(INTERESTING.length)];
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = with;
        case 1 -> mutated = splice(mutated, at, at + 1, new byte[0]);
        case 2 -> mutated = splice(mutated, at, at, new byte[] {with});
        default -> {
          int from = random.nextInt(mutated.length);
          int to = Math.min(mutated.length, from + random.nextInt(12));
          mutated = splice(mutated, at, at, java.util.Arrays.copyOfRange(mutated, from, to));
        }
      }
      if (mutated.length == 0) {
        return document;
      }
    }
    return mutated;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
    byte[] result = new byte[bytes.length - (to - from) + with.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
    return result;
  }

  private static boolean cursorAccepts(byte[] document) {
    if (!Utf8.isValid(document)) {
      return false;
    }
    try {
      JsonCursor cursor = new JsonCursor(document, 0, document.length);
      cursor.skip();
      cursor.expectEnd();
      return true;
    } catch (MalformedJsonException malformed) {
      return false;
    }
  }

  private static boolean jacksonAccepts(byte[] document) {
    if (!Utf8.isValid(document) || new String(document, UTF_8).indexOf('\0') >= 0) {
      return false;
    }
    try (JsonParser parser = Json.parser(document, 0, document.length)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException malformed) {
      return false;
    }
  }
}
