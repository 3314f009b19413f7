package io.mcpgateway.policy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final List<String> PARTS =
      List.of(
          "dob ",
          "born 1984-03-12",
          "2024-03-01",
          "4111 1111 1111 1111",
          "07900 202905",
          "phone ",
          "0161 496 0000",
          "jane@example.com",
          "password: ",
          "hunter2Zq9!",
          "https://bob:s3cr3tpass@",
          "-----begin private key",
          "10.1.2.3",
          "1 2 3 4 5 6 7 8",
          ".. ",
          " - ",
          "sk-",
          " and nothing else that anybody looks for, ");

  private final Detection detection = new Detection(List.of(Kind.values()), List.of());
  private final Detection.Pass pass = detection.pass();

  @Test
  void whatIsNewInATextIsFoundAsIfAllOfItWereReadAgain() {
    Random random = new Random(1);
    for (int round = 0; round < 5_000; round++) {
      byte[] before = text(random, 2 + random.nextInt(30)).getBytes(UTF_8);
      int from = random.nextInt(before.length + 1);
      int to = from + random.nextInt(Math.min(40, before.length - from) + 1);
      byte[] replacement = text(random, random.nextInt(2)).getBytes(UTF_8);
      Places noted = new Places();
      pass.findNoting(new Reading(before, 0, before.length, ""), noted);
      byte[] now = replaced(before, from, to, replacement);
      int end = from + replacement.length;
      Places places = new Places();
      places.addMoved(noted, 0, from, 0);
      places.add(
          Math.max(0, from - detection.reach()), Math.min(now.length, end + detection.reach()));
      places.addMoved(noted, to, before.length, end - to);

      Reading text = new Reading(now, 0, now.length, "");
      List<String> again = found(pass.findAgain(text, places), now);

      assertThat(again)
          .as("round %d: %s", round, new String(now, UTF_8))
          .isEqualTo(found(pass.find(text), now));
    }
  }

  @Test
  void placesThatTouchAreOne() {
    Places places = new Places();
    places.add(3, 5);
    places.add(8, 9);
    places.add(4, 8);
    places.add(6, 7);
    places.add(20, 21);

    assertThat(places.size()).isEqualTo(2);
    assertThat(places.from(0)).isEqualTo(3);
    assertThat(places.to(0)).isEqualTo(9);
    assertThat(places.from(1)).isEqualTo(20);
  }

  private static String text(Random random, int parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
      text.append(random.nextInt(3) == 0 ? " " : "");
    }
    return text.toString();
  }

  private static byte[] replaced(byte[] text, int from, int to, byte[] replacement) {
    byte[] now = new byte[text.length - (to - from) + replacement.length];
    System.arraycopy(text, 0, now, 0, from);
    System.arraycopy(replacement, 0, now, from, replacement.length);
    System.arraycopy(text, to, now, from + replacement.length, text.length - to);
    return now;
  }

  private static List<String> found(Matches matches, byte[] text) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < matches.size(); i++) {
      int start = matches.start(i);
      String value = new String(text, start, matches.end(i) - start, UTF_8);
      found.add(matches.detector(i) + " " + start + " " + value);
    }
    return found;
  }
}
