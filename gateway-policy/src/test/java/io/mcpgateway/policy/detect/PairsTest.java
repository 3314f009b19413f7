package io.mcpgateway.policy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static final String SIGNS = "abAB1 .:@é";

  @Test
  void noWordAndNoNumberIsPassedOver() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      Set<String> words = words(random, SIGNS);
      boolean numbers = random.nextBoolean();
      Pairs pairs = new Keywords(List.copyOf(words)).pairs(numbers);
      byte[] text = text(random, SIGNS, 60).getBytes(UTF_8);
      for (int from = 0; from < Pairs.STEP; from++) {
        int stop = pairs.next(text, from, text.length);

        assertThat(beginning(words, numbers, text, from, stop))
            .as("%s in %s from %d", words, new String(text, UTF_8), from)
            .isEmpty();
      }
    }
  }

  @Test
  void everyWordIsFoundAmongOthersThatBeginLikeIt() {
    Random random = new Random(2);
    for (int round = 0; round < 1_000; round++) {
      Set<String> words = words(random, "ab");
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        texts.add(text(random, "ab", 1 + random.nextInt(7)));
      }
      byte[] text = String.join(".", texts).getBytes(UTF_8);

      assertThat(found(List.copyOf(words), text))
          .as("%s in %s", words, texts)
          .containsExactlyElementsOf(texts.stream().filter(words::contains).toList());
    }
  }

  private static Set<String> words(Random random, String letters) {
    Set<String> words = new HashSet<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      words.add(text(random, letters, 1 + random.nextInt(6)).toLowerCase(Locale.ROOT));
    }
    return words;
  }

  private static List<String> found(List<String> words, byte[] text) {
    Matches matches =
        new Detection(List.of(), List.of(new CustomDetector.Words("words", words)))
            .pass()
            .find(new Reading(text, 0, text.length, ""));
    List<String> found = new ArrayList<>();
    for (int i = 0; i < matches.size(); i++) {
      found.add(new String(text, matches.start(i), matches.end(i) - matches.start(i), UTF_8));
    }
    return found;
  }

  /** The places from {@code from} to {@code stop} at which a word or a number begins. */
  private static List<Integer> beginning(
      Set<String> words, boolean numbers, byte[] text, int from, int stop) {
    String lower = new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    List<Integer> places = new ArrayList<>();
    for (int i = from; i < Math.min(stop, text.length); i++) {
      int at = i;
      boolean word = words.stream().anyMatch(each -> stands(each, lower, at));
      if (word || (numbers && lower.charAt(i) == '1')) {
        places.add(i);
      }
    }
    return places;
  }

  private static boolean stands(String word, String text, int at) {
    String bytes = new String(word.getBytes(UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
    return text.regionMatches(true, at, bytes, 0, bytes.length())
        && (bytes.length() > 1 || (at + 1 < text.length() && text.charAt(at + 1) > ' '));
  }

  private static String text(Random random, String letters, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
