package io.mcpgateway.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
  /** Bytes at the edges of what RFC 3629 allows. */
  private static final int[] EDGES = {
    0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  @Test
  void agreesWithTheDecoderOfTheJdkOnEverySequenceOfEdges() {
    byte[] bytes = new byte[4];
    for (int a : EDGES) {
      bytes[0] = (byte) a;
      check(Arrays.copyOf(bytes, 1));
      for (int b : EDGES) {
        bytes[1] = (byte) b;
        check(Arrays.copyOf(bytes, 2));
        for (int c : EDGES) {
          bytes[2] = (byte) c;
          check(Arrays.copyOf(bytes, 3));
          for (int d : EDGES) {
            bytes[3] = (byte) d;
            check(bytes);
          }
        }
      }
    }
  }

  @Test
  void agreesWithTheDecoderOfTheJdkWhereverTheOddByteStands() {
    SplittableRandom random = new SplittableRandom(20261120);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = "plain text, then é € 😀 and on".getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) EDGES[random.nextInt(EDGES.length)];
      check(Arrays.copyOfRange(bytes, random.nextInt(bytes.length), bytes.length));
    }
  }

  private static void check(byte[] bytes) {
    if (Utf8.isValid(bytes) != jdkAccepts(bytes)) {
      assertThat(Utf8.isValid(bytes)).as(Arrays.toString(bytes)).isEqualTo(jdkAccepts(bytes));
    }
  }

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
