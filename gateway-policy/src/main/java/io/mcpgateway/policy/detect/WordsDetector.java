package io.mcpgateway.policy.detect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds whole words and phrases whatever their case; between the words of a phrase there may be any
 * space, and lines may break there. Letters that are not ASCII are found as written, in lower case
 * and in capitals. Scripts that are written without spaces have no whole words: theirs are found
 * anywhere.
 */
final class WordsDetector implements Detector.OfKeywords {
  private static final int MAX_SPACES = 16;
  private static final int FIRST_CJK = 0x2E80;

  /** The words of each phrase; those with most letters first. */
  private final List<List<byte[]>> phrases = new ArrayList<>();

  private final List<String> keywords = new ArrayList<>();

  WordsDetector(CustomDetector.Words custom) {
    Set<String> all = new LinkedHashSet<>();
    for (String each : custom.words()) {
      all.add(ascii(each));
      all.add(ascii(each.toLowerCase(Locale.ROOT)));
      all.add(ascii(each.toUpperCase(Locale.ROOT)));
    }
    all.stream().sorted(Comparator.comparingInt(String::length).reversed()).forEach(this::add);
  }

  private void add(String phrase) {
    List<byte[]> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= phrase.length(); i++) {
      if (i == phrase.length() || Characters.isSpace(phrase.charAt(i))) {
        if (i > start) {
          words.add(phrase.substring(start, i).getBytes(StandardCharsets.UTF_8));
        }
        start = i + 1;
      }
    }
    if (!words.isEmpty()) {
      phrases.add(words);
      keywords.add(new String(words.getFirst(), StandardCharsets.UTF_8));
    }
  }

  /** With the letters of ASCII in lower case, and no others changed. */
  private static String ascii(String word) {
    StringBuilder lower = new StringBuilder(word.length());
    word.chars().forEach(c -> lower.append((char) Characters.lower(c)));
    return lower.toString();
  }

  @Override
  public List<String> keywords() {
    return List.copyOf(keywords);
  }

  @Override
  public void look(Reading text, int keyword, int start, int end, Finder finder) {
    if (start < finder.lastEnd() || !isEdge(text, start)) {
      return;
    }
    int to = end;
    List<byte[]> words = phrases.get(keyword);
    for (int i = 1; i < words.size(); i++) {
      int next = to;
      while (next - to < MAX_SPACES && Characters.isSpace(text.at(next))) {
        next++;
      }
      if (next == to || !stands(text, next, words.get(i))) {
        return;
      }
      to = next + words.get(i).length;
    }
    if (isEdge(text, to)) {
      finder.found(start, to);
    }
  }

  private static boolean stands(Reading text, int at, byte[] word) {
    if (at + word.length > text.to()) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (Characters.lower(text.bytes()[at + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a word may begin or end at {@code at}: no letters stand on both sides. */
  private static boolean isEdge(Reading text, int at) {
    return at == text.from()
        || at == text.to()
        || !isLetter(Characters.codePointAt(text, Characters.startBefore(text, at)))
        || !isLetter(Characters.codePointAt(text, at))
        || Characters.isEscaped(text, at);
  }

  private static boolean isLetter(int c) {
    return c < 0x80 ? Alphabet.WORD.has(c) || c == '_' : c < FIRST_CJK && Character.isLetter(c);
  }
}
