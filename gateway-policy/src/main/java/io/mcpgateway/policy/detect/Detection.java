package io.mcpgateway.policy.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Some detectors, put together so that a text is read once for all of them. Immutable. */
public final class Detection {
  private final List<Detector.OfNumbers> numbers = new ArrayList<>();
  private final List<Detector.OfKeywords> words = new ArrayList<>();

  /** Of each length of a number's first group: the indexes in `numbers` of those who look at it. */
  private final int[][] beginners = new int[NumberRun.MANY + 1][];

  private final int[] numberIds;
  private final int[] wordIds;
  private final int minDigits;
  private final boolean hasNumbers;
  private final Keywords keywords;

  private final Beginnings beginnings;
  private final Pairs pairs;

  /** The indexes in `words` of those who look at texts as a whole. */
  private final int[] wholes;

  // Of each keyword: the index of its detector in `words`, and its own among that one's keywords.
  private final int[] keywordOwners;
  private final int[] keywordNumbers;
  private final int size;

  /**
   * @param kinds their indexes are what {@link Matches#detector} answers
   * @param custom numbered after the kinds
   */
  public Detection(List<Kind> kinds, List<CustomDetector> custom) {
    List<Integer> numberOf = new ArrayList<>();
    List<Integer> wordOf = new ArrayList<>();
    int id = 0;
    for (Kind kind : kinds) {
      for (Detector detector : Catalog.of(kind)) {
        add(detector, id, numberOf, wordOf);
      }
      id++;
    }
    for (CustomDetector each : custom) {
      for (Detector detector : Catalog.of(each)) {
        add(detector, id, numberOf, wordOf);
      }
      id++;
    }
    this.size = id;
    this.numberIds = numberOf.stream().mapToInt(Integer::intValue).toArray();
    this.wordIds = wordOf.stream().mapToInt(Integer::intValue).toArray();
    this.minDigits =
        numbers.stream().mapToInt(Detector.OfNumbers::minDigits).min().orElse(Integer.MAX_VALUE);
    for (int length = 0; length < beginners.length; length++) {
      int digits = length;
      beginners[length] =
          IntStream.range(0, numbers.size()).filter(i -> numbers.get(i).begins(digits)).toArray();
    }
    List<String> all = new ArrayList<>();
    List<int[]> owners = new ArrayList<>();
    for (int owner = 0; owner < words.size(); owner++) {
      List<String> own = words.get(owner).keywords();
      for (int number = 0; number < own.size(); number++) {
        all.add(own.get(number));
        owners.add(new int[] {owner, number});
      }
    }
    this.keywords = new Keywords(all);
    this.hasNumbers = !numbers.isEmpty();
    this.beginnings = keywords.beginnings();
    if (hasNumbers) {
      beginnings.addDigits();
    }
    this.pairs = keywords.pairs(hasNumbers);
    this.wholes =
        IntStream.range(0, words.size())
            .filter(i -> words.get(i) instanceof Detector.OfTexts)
            .toArray();
    this.keywordOwners = owners.stream().mapToInt(pair -> pair[0]).toArray();
    this.keywordNumbers = owners.stream().mapToInt(pair -> pair[1]).toArray();
  }

  private void add(Detector detector, int id, List<Integer> numberOf, List<Integer> wordOf) {
    switch (detector) {
      case Detector.OfNumbers each -> {
        numbers.add(each);
        numberOf.add(id);
      }
      case Detector.OfKeywords each -> {
        words.add(each);
        wordOf.add(id);
      }
    }
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** How many kinds and custom detectors there are. */
  public int size() {
    return size;
  }

  /** What a thread needs for one text after the other. Used by one thread. */
  public final class Pass {
    private final Matches matches = new Matches();
    private final NumberRun run = new NumberRun();
    private final Finder finder = new Finder(matches, size);

    /** Where the next number may begin. */
    private int numbersFrom;

    /** Whether it is one of {@code detection}. */
    @SuppressWarnings("ReferenceEquality") // Made once.
    public boolean isOf(Detection detection) {
      return Detection.this == detection;
    }

    /** What is found in {@code text}; the same object each time. */
    public Matches find(Reading text) {
      matches.clear();
      finder.clear();
      numbersFrom = 0;
      for (int i : wholes) {
        finder.of(wordIds[i]);
        ((Detector.OfTexts) words.get(i)).begin(text, finder);
      }
      read(text);
      for (int i : wholes) {
        finder.of(wordIds[i]);
        ((Detector.OfTexts) words.get(i)).finish(text, finder);
      }
      return matches;
    }

    /** Passes over whatever begins neither a keyword nor a number, which is most of a text. */
    private void read(Reading text) {
      byte[] bytes = text.bytes();
      int end = text.to() - Pairs.WINDOW;
      int i = text.from();
      while (true) {
        i = pairs.next(bytes, i, text.to());
        if (i > end) {
          break;
        }
        i = lookAt(text, i, i + Pairs.STEP);
      }
      i = lookAt(text, i, text.to() - 3);
      while (i < text.to()) {
        i = lookClosely(text, i);
      }
    }

    /** Looks at what begins from {@code from} to {@code to}; answers where to go on. */
    private int lookAt(Reading text, int from, int to) {
      byte[] bytes = text.bytes();
      long[] first = beginnings.first;
      long[] second = beginnings.second;
      long[] third = beginnings.third;
      long[] fourth = beginnings.fourth;
      int i = from;
      while (i < to) {
        long begins =
            first[bytes[i] & 0xFF]
                & second[bytes[i + 1] & 0xFF]
                & third[bytes[i + 2] & 0xFF]
                & fourth[bytes[i + 3] & 0xFF];
        i = begins == 0 ? i + 1 : lookClosely(text, i);
      }
      return i;
    }

    /**
     * Reads from {@code at} on until no keyword is under way, or only one that may begin with the
     * last byte; answers where to go on, behind {@code at}.
     */
    private int lookClosely(Reading text, int at) {
      byte[] bytes = text.bytes();
      int to = text.to();
      int state = 0;
      int i = at;
      do {
        byte b = bytes[i];
        state = keywords.next(state, b);
        i++;
        if (keywords.isHit(state)) {
          lookAround(text, state, i);
        }
        if (b >= '0' && b <= '9' && i > numbersFrom && hasNumbers) {
          numbersFrom = run.read(text, i - 1);
          if (run.digitsFrom(0) >= minDigits) {
            lookAtNumbers(text);
          }
          while (run.goesOn()) {
            numbersFrom = run.readOn(text);
            lookAtNumbers(text);
          }
        }
        if (keywords.isShallow(state) && i - 1 > at) {
          return state == 0 ? i : i - 1;
        }
      } while (state != 0 && i < to);
      return i;
    }

    private void lookAround(Reading text, int state, int end) {
      for (int keyword : keywords.hits(state)) {
        int owner = keywordOwners[keyword];
        finder.of(wordIds[owner]);
        words
            .get(owner)
            .look(text, keywordNumbers[keyword], end - keywords.length(keyword), end, finder);
      }
    }

    private void lookAtNumbers(Reading text) {
      for (int group = run.firstNew(); group < run.lookEnd(); group++) {
        int digits = run.digitsFrom(group);
        if (digits < minDigits) {
          return;
        }
        for (int i : beginners[Math.min(run.length(group), NumberRun.MANY)]) {
          Detector.OfNumbers detector = numbers.get(i);
          finder.of(numberIds[i]);
          if (digits >= detector.minDigits() && run.start(group) >= finder.lastEnd()) {
            detector.look(text, run, group, finder);
          }
        }
      }
    }
  }

  public Pass pass() {
    return new Pass();
  }
}
