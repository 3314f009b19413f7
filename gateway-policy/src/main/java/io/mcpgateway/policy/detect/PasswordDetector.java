package io.mcpgateway.policy.detect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Finds what is given to a name that is called a password, a secret, a token, a key for an API or
 * the like, in some languages: {@code DB_PASSWORD=…}, {@code "clientSecret": "…"}, {@code the
 * password is …}, {@code <password>…</password>}, {@code --token …}. Only the value is found. A
 * text is the value as a whole if its own name is such a one.
 *
 * <p>After {@code =} any value of four characters or more is found; after a colon or a word,
 * without quotes, one that looks like a secret, with a digit, a sign or capitals within. Not found:
 * placeholders, what is masked already, types, calls and variables, sentences about passwords, and
 * the values of names that only say something about a secret ({@code token_type}, {@code
 * password_hint}, {@code max_tokens}).
 */
final class PasswordDetector implements Detector.OfTexts {
  private static final int MAX_NAME = 64;
  private static final int MIN_VALUE = 4;
  private static final Set<String> DECLARATIONS =
      Set.of("let", "const", "var", "val", "final", "string", "auto", "char", "return", "def");

  /** Only these are passwords that may be plain words. */
  private static final Set<String> PLAIN =
      Set.of("password", "passwd", "passwort", "kennwort", "pwd", "passphrase", "wachtwoord");

  private static final Set<String> WEAK =
      Set.of("pass", "token", "credential", "creds", "clave", "pw");

  /** What is mentioned by its name, too, as in {@code secret "db-2" not found}. */
  private static final Set<String> NAMED = Set.of("secret", "token", "credential", "pass");

  /** Directives of which the value is the next word. */
  private static final Set<String> DIRECTIVES = Set.of("requirepass", "masterauth");

  @Override
  public List<String> keywords() {
    return SecretName.WORDS;
  }

  @Override
  public boolean concerns(String name) {
    return !name.isEmpty() && judged(name) != SecretName.NO;
  }

  private static SecretName judged(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return SecretName.of(new Reading(bytes, 0, bytes.length, ""));
  }

  @Override
  public void begin(Reading text, Finder finder) {
    SecretName sure = judged(text.name());
    int from = text.from();
    int to = text.to();
    while (from < to && Characters.isSpace(text.at(from))) {
      from++;
    }
    while (to > from && Characters.isSpace(text.at(to - 1))) {
      to--;
    }
    if (to - from < MIN_VALUE) {
      return;
    }
    boolean isSecret =
        to - from > SecretValue.LONG
            || (!SecretValue.isPlaceholder(text, from, to)
                && !SecretValue.isWord(text, from, to)
                && (text.name().contains("phrase") || !SecretValue.isProse(text, from, to))
                && (sure == SecretName.YES || SecretValue.looksSecret(text, from, to)));
    if (isSecret) {
      finder.found(from, to);
    }
  }

  @Override
  public void look(Reading text, int keyword, int start, int end, Finder finder) {
    if (start < finder.lastEnd()) {
      return;
    }
    String word = SecretName.WORDS.get(keyword);
    int name = Alphabet.IDENTIFIER.start(text, start, MAX_NAME);
    int nameEnd = Alphabet.IDENTIFIER.end(text, end, MAX_NAME);
    while (nameEnd > end && (text.at(nameEnd - 1) == '.' || text.at(nameEnd - 1) == '-')) {
      nameEnd--;
    }
    Assignment given = Assignment.read(text, name, nameEnd);
    if (given == null) {
      return;
    }
    if (given.sign() == Assignment.Sign.SPACE
        && !new Candidate(text, word, name, nameEnd, given, SecretName.YES).maySpace()) {
      return;
    }
    SecretName sure = SecretName.of(text, word, name, start, end, nameEnd);
    if (sure == SecretName.NO) {
      return;
    }
    given = behindType(text, given);
    if (given.value() >= text.to()) {
      return;
    }
    Candidate candidate = new Candidate(text, word, name, nameEnd, given, sure);
    int to = candidate.end();
    if (to > given.value() && candidate.isSecret(to)) {
      finder.found(given.value(), to);
    }
  }

  /** What is given to a name of which the type was said first. */
  private static Assignment behindType(Reading text, Assignment given) {
    if (given.sign() != Assignment.Sign.COLON || given.quote() != 0) {
      return given;
    }
    int i = given.value();
    int end = i;
    while (end - i < MAX_NAME && isOfType(text.at(end))) {
      end++;
    }
    if (end == i || text.at(end) != ' ') {
      return given;
    }
    Assignment next = Assignment.read(text, i, end);
    return next != null && next.sign() == Assignment.Sign.EQUALS ? next : given;
  }

  private static boolean isOfType(int b) {
    return Alphabet.IDENTIFIER.has(b) || b == '[' || b == ']' || b == '|' || b == '?' || b == '&';
  }

  /** One value, with the name it is given to. */
  private record Candidate(
      Reading text, String word, int name, int nameEnd, Assignment given, SecretName sure) {

    int end() {
      int from = given.value();
      if (given.sign() == Assignment.Sign.TAG) {
        return tagEnd(from);
      }
      if (given.sign() == Assignment.Sign.CELL && given.quote() == 0) {
        return cellEnd(from);
      }
      if (given.quote() != 0) {
        return SecretValue.quotedEnd(text, given);
      }
      int first = text.at(from);
      if (first == '(' || first == '[' || first == '{' || first == '|') {
        return from;
      }
      int end = SecretValue.bareEnd(text, from);
      while (end > from && isTrailing(text.at(end - 1))) {
        end--;
      }
      return end;
    }

    private int tagEnd(int from) {
      int i = from;
      while (i < text.to()
          && text.at(i) != '<'
          && text.at(i) != '\n'
          && !Characters.stands(text, i, "]]>")) {
        i++;
      }
      return i;
    }

    private int cellEnd(int from) {
      int i = from;
      while (i < text.to() && text.at(i) != '<' && text.at(i) != '|' && text.at(i) != '\n') {
        i++;
      }
      while (i > from && text.at(i - 1) == ' ') {
        i--;
      }
      return i;
    }

    private boolean isTrailing(int b) {
      boolean prose = given.sign() == Assignment.Sign.COLON || given.sign() == Assignment.Sign.WORD;
      return b == ',' || b == ';' || (prose && (b == '.' || b == '?' || b == '*' || b == ':'));
    }

    boolean isSecret(int to) {
      int from = given.value();
      if (to - from > SecretValue.LONG) {
        return true;
      }
      if (to - from < MIN_VALUE
          || (SecretValue.isWord(text, from, to) && !isPlainDefault(to))
          || SecretValue.isPlaceholder(text, from, to)) {
        return false;
      }
      boolean looks = SecretValue.looksSecret(text, from, to);
      if (sure == SecretName.PERHAPS && !looks) {
        return false;
      }
      if (given.quote() != 0) {
        return isQuotedSecret(to, looks);
      }
      return switch (given.sign()) {
        case EQUALS -> isConfigured() || !isCode(to);
        case COLON -> isAfterColon(to, looks);
        case WORD -> looks && text.at(from) != '-' && !isCode(to);
        case OPTION -> (looks || isBeforeOption(to)) && text.at(from) != '-' && !isCode(to);
        case SPACE -> isAfterSpace(to);
        case CELL -> looks && !SecretValue.hasSpace(text, from, to) && hasDigitAndLetter(from, to);
        case TAG -> !SecretValue.isProse(text, from, to);
        case COMPARISON, QUOTE -> false;
      };
    }

    /** Whether somebody configured the password {@code password}. */
    private boolean isPlainDefault(int to) {
      return given.sign() == Assignment.Sign.EQUALS
          && given.quote() == 0
          && isConfigured()
          && SecretName.isWord(Characters.lower(text, given.value(), to));
    }

    private boolean isQuotedSecret(int to, boolean looks) {
      return isGivenInQuotes(to, looks) && (word.equals("passphrase") || !isQuotedProse(to));
    }

    private boolean isQuotedProse(int to) {
      return SecretValue.hasSpace(text, given.value(), to)
          && SecretValue.isProse(text, given.value(), to);
    }

    private boolean isGivenInQuotes(int to, boolean looks) {
      int from = given.value();
      return switch (given.sign()) {
        case QUOTE ->
            (looks && (text.at(nameEnd) != ' ' || !NAMED.contains(word) || hasAllKinds(from, to)))
                || isWholeLine(name, to + 1);
        case COMPARISON, CELL -> looks;
        case EQUALS, TAG -> true;
        case COLON, WORD, OPTION, SPACE -> looks || !WEAK.contains(word);
      };
    }

    /** "--password letmein --user jane". */
    private boolean isBeforeOption(int to) {
      return text.at(to) == ' ' && text.at(to + 1) == '-' && PLAIN.contains(word);
    }

    /** After nothing but space: in files that are written so, or if it is nothing but a secret. */
    private boolean isAfterSpace(int to) {
      return text.at(given.value()) != '-' && !isCode(to);
    }

    /** Whether a value may follow without any sign. */
    boolean maySpace() {
      int from = given.value();
      return DIRECTIVES.contains(word)
          || (PLAIN.contains(word) && hasAllKinds(from, SecretValue.bareEnd(text, from)))
          || isOfImage()
          || isOfLogin();
    }

    /** "ENV DB_PASSWORD …", "ARG …" of a Dockerfile. */
    private boolean isOfImage() {
      if (text.at(name - 1) != ' ' || Characters.isLower(text.at(name))) {
        return false;
      }
      int start = Alphabet.LETTER.start(text, name - 1, 4);
      return !text.isWord(start - 1)
          && (Characters.stands(text, start, "env ") || Characters.stands(text, start, "arg "));
    }

    /** "login … password …" of a .netrc. */
    private boolean isOfLogin() {
      int end = name;
      while (end > text.from() && name - end < MAX_NAME && Characters.isSpace(text.at(end - 1))) {
        end--;
      }
      int user = end;
      while (user > text.from()
          && end - user < MAX_NAME
          && !Characters.isSpace(text.at(user - 1))) {
        user--;
      }
      return user < end
          && nameEnd - name == word.length()
          && Characters.stands(text, user - 6, "login");
    }

    /** Whether it has small and capital letters and digits. */
    private boolean hasAllKinds(int from, int to) {
      boolean small = false;
      boolean capital = false;
      boolean digit = false;
      for (int i = from; i < to; i++) {
        small |= Characters.isLower(text.at(i));
        capital |= Characters.isUpper(text.at(i));
        digit |= text.isDigit(i);
      }
      return small && capital && digit && to - from >= 6;
    }

    /** Whether this is a line of a configuration, where everything is literal. */
    private boolean isConfigured() {
      if (given.spaced()) {
        return false;
      }
      for (int i = name; i < nameEnd; i++) {
        if (Characters.isLower(text.at(i))) {
          return false;
        }
      }
      return true;
    }

    private boolean isCode(int to) {
      int from = given.value();
      if (SecretValue.isCode(text, from, to, given.spaced())) {
        return true;
      }
      int next = text.at(to);
      return SecretValue.isIdentifier(text, from, to)
          && given.spaced()
          && (next == ';' || next == ')' || isDeclared());
    }

    /** Whether a word stands before the name that begins a declaration. */
    private boolean isDeclared() {
      int end = name;
      while (end > text.from() && (text.at(end - 1) == ' ' || text.at(end - 1) == '$')) {
        end--;
      }
      int start = Alphabet.LETTER.start(text, end, 8);
      return DECLARATIONS.contains(Characters.lower(text, start, end));
    }

    private boolean isAfterColon(int to, boolean looks) {
      int from = given.value();
      if (SecretValue.isCode(text, from, to, true)) {
        return false;
      }
      if (given.spaced()) {
        return looks && isWholeLine(from, to) && hasDigitAndLetter(from, to);
      }
      if (looks) {
        return !(SecretValue.isNumber(text, from, to) && WEAK.contains(word))
            && !(word.equals("pass") && nameEnd - name == 4 && !hasDigitAndLetter(from, to))
            && !(word.equals("pass") && Characters.isUpper(text.at(name + 1)));
      }
      return PLAIN.contains(word)
          && to - from >= 6
          && isWholeLine(name, to)
          && (SecretValue.isIdentifier(text, from, to) || word.equals("passphrase"));
    }

    private boolean hasDigitAndLetter(int from, int to) {
      boolean digit = false;
      boolean letter = false;
      for (int i = from; i < to; i++) {
        digit |= text.isDigit(i);
        letter |= Alphabet.LETTER.has(text.at(i));
      }
      return digit && letter;
    }

    /** Whether nothing but space stands before and behind it in its line. */
    private boolean isWholeLine(int from, int to) {
      int i = from - 1;
      while (from - i < MAX_NAME
          && (text.at(i) == ' ' || text.at(i) == '-' || text.at(i) == '\t')) {
        i--;
      }
      int next = text.at(to);
      return (text.at(i) == 0 || text.at(i) == '\n') && (next == 0 || next == '\n' || next == '\r');
    }
  }
}
