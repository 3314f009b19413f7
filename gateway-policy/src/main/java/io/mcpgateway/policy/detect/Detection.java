package io.mcpgateway.policy.detect;

import java.util.ArrayList;
import java.util.List;

/** Some detectors, put together so that a text is read once for all of them. Immutable. */
public final class Detection {
  private final List<Detector.OfNumbers> numbers = new ArrayList<>();
  private final List<Detector.OfKeywords> words = new ArrayList<>();
  private final int[] numberIds;
  private final int[] wordIds;
  private final int minDigits;
  private final Keywords keywords;

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
    private Finder finder = new Finder(matches, size);

    /** What is found in {@code text}; the same object each time. */
    public Matches find(Reading text) {
      matches.clear();
      finder = new Finder(matches, size);
      read(text);
      return matches;
    }

    private void read(Reading text) {
      byte[] bytes = text.bytes();
      int to = text.to();
      for (int i = 0; i < wordIds.length; i++) {
        finder.of(wordIds[i]);
        words.get(i).begin(text, finder);
      }
      int state = 0;
      int numbersFrom = minDigits == Integer.MAX_VALUE ? to : text.from();
      for (int i = text.from(); i < to; i++) {
        byte b = bytes[i];
        state = keywords.next(state, b);
        if (keywords.isHit(state)) {
          lookAround(text, state, i + 1);
        }
        if (b >= '0' && b <= '9' && i >= numbersFrom) {
          numbersFrom = run.read(text, i);
          if (run.digitsFrom(0) >= minDigits) {
            lookAtNumbers(text);
          }
        }
      }
      for (int i = 0; i < wordIds.length; i++) {
        finder.of(wordIds[i]);
        words.get(i).finish(text, finder);
      }
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
      for (int group = 0; group < run.groups(); group++) {
        int digits = run.digitsFrom(group);
        if (digits < minDigits) {
          return;
        }
        for (int i = 0; i < numberIds.length; i++) {
          Detector.OfNumbers detector = numbers.get(i);
          if (digits >= detector.minDigits()) {
            finder.of(numberIds[i]);
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
