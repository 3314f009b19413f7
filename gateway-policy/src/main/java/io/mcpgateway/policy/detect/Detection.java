package io.mcpgateway.policy.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some detectors, put together so that a text is read once for all of them. Immutable. */
public final class Detection {
  private final Detector.OfNumbers[] numbers;
  private final Detector.OfKeywords[] words;

  /**
   * Of each length of a number's group and each count of digits from there on: the indexes in
   * `numbers` of those who look at it.
   */
  private final int[][][] beginners = new int[NumberRun.MANY + 1][NumberRun.MANY + 1][];

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
  private final int reach;

  /**
   * @param kinds their indexes are what {@link Matches#detector} answers
   * @param custom numbered after the kinds
   */
  public Detection(List<Kind> kinds, List<CustomDetector> custom) {
    List<List<Detector>> all = new ArrayList<>();
    kinds.forEach(each -> all.add(Catalog.of(each)));
    custom.forEach(each -> all.add(Catalog.of(each)));
    this.size = all.size();
    List<Detector.OfNumbers> ofNumbers = new ArrayList<>();
    List<Detector.OfKeywords> ofWords = new ArrayList<>();
    List<Integer> numberOf = new ArrayList<>();
    List<Integer> wordOf = new ArrayList<>();
    for (int id = 0; id < size; id++) {
      for (Detector detector : all.get(id)) {
        switch (detector) {
          case Detector.OfNumbers each -> {
            ofNumbers.add(each);
            numberOf.add(id);
          }
          case Detector.OfKeywords each -> {
            ofWords.add(each);
            wordOf.add(id);
          }
        }
      }
    }
    this.numbers = ofNumbers.toArray(Detector.OfNumbers[]::new);
    this.words = ofWords.toArray(Detector.OfKeywords[]::new);
    this.numberIds = numberOf.stream().mapToInt(Integer::intValue).toArray();
    this.wordIds = wordOf.stream().mapToInt(Integer::intValue).toArray();
    this.minDigits =
        ofNumbers.stream().mapToInt(Detector.OfNumbers::minDigits).min().orElse(Integer.MAX_VALUE);
    for (int length = 0; length <= NumberRun.MANY; length++) {
      for (int digits = 0; digits <= NumberRun.MANY; digits++) {
        beginners[length][digits] = lookers(length, digits);
      }
    }
    List<String> spelled = new ArrayList<>();
    List<int[]> owners = new ArrayList<>();
    for (int owner = 0; owner < words.length; owner++) {
      List<String> own = words[owner].keywords();
      for (int number = 0; number < own.size(); number++) {
        spelled.add(own.get(number));
        owners.add(new int[] {owner, number});
      }
    }
    this.keywords = new Keywords(spelled);
    this.hasNumbers = numbers.length > 0;
    this.beginnings = keywords.beginnings();
    if (hasNumbers) {
      beginnings.addDigits();
    }
    this.pairs = keywords.pairs(hasNumbers);
    this.reach = Math.max(keywords.longest(), Beginnings.LENGTH + NumberRun.MAX_SEPARATORS);
    this.wholes =
        IntStream.range(0, words.length)
            .filter(i -> words[i] instanceof Detector.OfTexts)
            .toArray();
    this.keywordOwners = owners.stream().mapToInt(pair -> pair[0]).toArray();
    this.keywordNumbers = owners.stream().mapToInt(pair -> pair[1]).toArray();
  }

  /** Of the detectors of numbers, those that look where so many digits begin, so many at first. */
  private int[] lookers(int length, int digits) {
    return IntStream.range(0, numbers.length)
        .filter(i -> numbers[i].begins(length) && numbers[i].minDigits() <= digits)
        .toArray();
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** How many kinds and custom detectors there are. */
  public int size() {
    return size;
  }

  /**
   * How far from a part of a text that is new something may begin that would not without it: a
   * keyword that goes on there, or the rest of a number.
   */
  public int reach() {
    return reach;
  }

  /** The indexes in `words` of those who look at texts of a name as a whole. */
  private int[] concerned(String name) {
    return IntStream.of(wholes).filter(i -> ((Detector.OfTexts) words[i]).concerns(name)).toArray();
  }

  /** Remembers the same of the names that messages have. Used by one thread. */
  private final class Names {
    private static final int SIZE = 128;
    private static final int MAX_LENGTH = 128;

    private final @Nullable String[] known = new @Nullable String[SIZE];
    private final int[][] concerned = new int[SIZE][];

    int[] concerned(String name) {
      if (name.length() > MAX_LENGTH) {
        return Detection.this.concerned(name);
      }
      int slot = name.hashCode() & SIZE - 1;
      if (!name.equals(known[slot])) {
        known[slot] = name;
        concerned[slot] = Detection.this.concerned(name);
      }
      return concerned[slot];
    }
  }

  /** What a thread needs for one text after the other. Used by one thread. */
  public final class Pass {
    private final Matches matches = new Matches();
    private final NumberRun run = new NumberRun();
    private final Finder finder = new Finder(matches, size);
    private final Names names = new Names();

    /** Where the next number may begin. */
    private int numbersFrom;

    /** Gets to know where something may begin, if somebody wants to know. */
    private @Nullable Places noted;

    /** Whether it is one of {@code detection}. */
    @SuppressWarnings("ReferenceEquality") // Made once.
    public boolean isOf(Detection detection) {
      return Detection.this == detection;
    }

    /** What is found in {@code text}; the same object each time. */
    public Matches find(Reading text) {
      return find(text, null);
    }

    /**
     * The same.
     *
     * @param places become those of the text
     */
    public Matches findNoting(Reading text, Places places) {
      places.clear();
      noted = places;
      try {
        return find(text, null);
      } finally {
        noted = null;
      }
    }

    /**
     * What is found in a text that was found nothing in, but for its new parts.
     *
     * @param places those that it had before, and what is new with {@link #reach} around
     */
    public Matches findAgain(Reading text, Places places) {
      return find(text, places);
    }

    private Matches find(Reading text, @Nullable Places places) {
      finder.clear();
      numbersFrom = 0;
      int[] concerned = names.concerned(text.name());
      for (int i : concerned) {
        finder.of(wordIds[i]);
        ((Detector.OfTexts) words[i]).begin(text, finder);
      }
      if (places == null) {
        read(text);
      } else {
        readIn(text, places);
      }
      for (int i : concerned) {
        finder.of(wordIds[i]);
        ((Detector.OfTexts) words[i]).finish(text, finder);
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
        i = lookAt(text, i, i + Pairs.PLACES);
      }
      lookIn(text, i, text.to());
    }

    /** Reads only what begins in {@code places}. */
    private void readIn(Reading text, Places places) {
      int i = text.from();
      for (int place = 0; place < places.size(); place++) {
        i = lookIn(text, Math.max(i, places.from(place)), Math.min(text.to(), places.to(place)));
      }
    }

    /** As {@link #lookAt}, also close to the end of the text. */
    private int lookIn(Reading text, int from, int to) {
      byte[] bytes = text.bytes();
      int i = lookAt(text, from, Math.min(to, text.to() - Beginnings.LENGTH + 1));
      while (i < to) {
        // A word that begins here is cut off, or short.
        i = beginnings.first[bytes[i] & 0xFF] == 0 ? i + 1 : lookClosely(text, i);
      }
      return i;
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
        // Of a number that was read, nothing begins with a digit.
        boolean passes = begins == 0 || (begins == Beginnings.DIGITS && i < numbersFrom);
        i = passes ? i + 1 : lookClosely(text, i);
      }
      return i;
    }

    /**
     * Reads from {@code at} on until no keyword is under way, or only one that may begin with the
     * last byte; answers where to go on, behind {@code at}.
     */
    private int lookClosely(Reading text, int at) {
      int end = readKeywords(text, at);
      if (noted != null) {
        noted.add(at, end);
      }
      return end;
    }

    private int readKeywords(Reading text, int at) {
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
        words[owner].look(
            text, keywordNumbers[keyword], end - keywords.length(keyword), end, finder);
      }
    }

    private void lookAtNumbers(Reading text) {
      for (int group = run.firstNew(); group < run.lookEnd(); group++) {
        int digits = run.digitsFrom(group);
        if (digits < minDigits) {
          return;
        }
        int[] lookers =
            beginners[Math.min(run.length(group), NumberRun.MANY)][
                Math.min(digits, NumberRun.MANY)];
        for (int i : lookers) {
          finder.of(numberIds[i]);
          if (run.start(group) >= finder.lastEnd()) {
            numbers[i].look(text, run, group, finder);
          }
        }
      }
    }
  }

  public Pass pass() {
    return new Pass();
  }
}
