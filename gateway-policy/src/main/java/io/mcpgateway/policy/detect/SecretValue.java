package io.mcpgateway.policy.detect;

import java.util.List;
import java.util.Set;

/** Tells secrets from what else is assigned to names of secrets: placeholders, code and prose. */
final class SecretValue {
  /** Nothing that is longer is a placeholder, a word or a piece of code. */
  static final int LONG = 256;

  private static final int MIN_LOOK = 6;

  /** Values that say something about a secret, or of which type it is. */
  private static final Set<String> WORDS =
      Set.of(
          "null",
          "none",
          "nil",
          "true",
          "false",
          "undefined",
          "string",
          "str",
          "text",
          "varchar",
          "char",
          "bytes",
          "byte",
          "boolean",
          "bool",
          "integer",
          "number",
          "object",
          "array",
          "any",
          "required",
          "optional",
          "invalid",
          "incorrect",
          "missing",
          "expired",
          "wrong",
          "correct",
          "valid",
          "unknown",
          "empty",
          "unset",
          "hidden",
          "redacted",
          "masked",
          "filtered",
          "disabled",
          "enabled",
          "changed",
          "changing",
          "reset",
          "failed",
          "failure",
          "success",
          "accepted",
          "rejected",
          "denied",
          "forgotten",
          "lost",
          "default",
          "example",
          "placeholder",
          "basic",
          "bearer",
          "digest",
          "oauth",
          "oauth2",
          "jwt",
          "saml",
          "ldap",
          "base64",
          "sha256",
          "sha-256",
          "sha512",
          "hs256",
          "rs256",
          "es256",
          "bcrypt",
          "scrypt",
          "argon2",
          "argon2id",
          "pbkdf2",
          "ed25519",
          "aes256",
          "aes-256",
          "utf-8",
          "utf8",
          "include",
          "omit",
          "same-origin",
          "weak",
          "strong",
          "stored",
          "encrypted",
          "revoked",
          "confirmed",
          "blank",
          "unchanged",
          "protected",
          "verified",
          "generated",
          "provided",
          "needed",
          "mandatory",
          "present",
          "absent",
          "confidential",
          "sensitive",
          "secure",
          "value",
          "here",
          "await",
          "async",
          "function",
          "lambda",
          "return",
          "your",
          "todo",
          "n/a",
          "incorrect!",
          "invalid!",
          "securestring",
          "secretstr",
          "cancellationtoken",
          "nonexistent",
          "internal",
          "external");

  /** Words of sentences about secrets. */
  private static final Set<String> PROSE =
      Set.of(
          "is",
          "are",
          "be",
          "was",
          "must",
          "the",
          "your",
          "a",
          "an",
          "to",
          "can't",
          "cannot",
          "not",
          "has",
          "have",
          "been",
          "should",
          "at",
          "for",
          "enter",
          "please",
          "of",
          "in",
          "too",
          "does",
          "do",
          "with",
          "and",
          "or",
          "least",
          "characters",
          "new",
          "confirm",
          "current",
          "required",
          "invalid",
          "you",
          "it",
          "this",
          "that",
          "by",
          "from",
          "will",
          "if",
          "no",
          "name",
          "type",
          "used",
          "de",
          "le",
          "la",
          "das",
          "der",
          "ihr",
          "votre",
          "su",
          "password",
          "must.");

  /** From where code takes secrets. */
  private static final Set<String> ROOTS =
      Set.of(
          "process",
          "os",
          "env",
          "environ",
          "system",
          "config",
          "cfg",
          "conf",
          "self",
          "this",
          "req",
          "request",
          "args",
          "argv",
          "settings",
          "props",
          "user",
          "options",
          "opts",
          "ctx",
          "context",
          "data",
          "form",
          "body",
          "params",
          "secrets",
          "secret",
          "var",
          "local",
          "module",
          "import",
          "event",
          "state",
          "values",
          "credentials",
          "creds",
          "account",
          "session",
          "app",
          "response",
          "res",
          "result",
          "payload",
          "input",
          "auth",
          "client",
          "django",
          "flags");

  private static final Keywords EXAMPLES =
      new Keywords(
          List.of(
              "your_",
              "your-",
              "your ",
              "_here",
              "-here",
              "placeholder",
              "redacted",
              "xxxxxx",
              "replace_",
              "replace-",
              "insert_",
              "insert-",
              "enter_",
              "fixme",
              "://",
              "${",
              "{{",
              "#{",
              "$(",
              "<%"));

  private static final List<String> EXAMPLE_STARTS =
      List.of(
          "example",
          "required|",
          "nullable|",
          "yourpass",
          "yoursecret",
          "yourtoken",
          "yourapi",
          "arn:",
          "op://",
          "vault:");

  private SecretValue() {}

  /** Where a value ends that a quote encloses: at that quote, or with its line. */
  static int quotedEnd(Reading text, Assignment given) {
    int i = given.value();
    while (i < text.to()) {
      int b = text.at(i);
      if (b == '\n' || b == '\r') {
        return i;
      }
      if (b == '\\') {
        if (given.escaped() && text.at(i + 1) == given.quote()) {
          return i;
        }
        i += 2;
        continue;
      }
      if (b == given.quote()) {
        boolean isDoubled =
            b == '\'' && i > given.value() && text.at(i + 1) == b && text.isWord(i + 2);
        if (!isDoubled) {
          return i;
        }
        i++;
      }
      i++;
    }
    return Math.min(i, text.to());
  }

  /** Where a value ends that no quotes enclose. */
  static int bareEnd(Reading text, int from) {
    int i = from;
    while (i < text.to() && !isEnd(text, i)) {
      i++;
    }
    return i == from + 4 ? foursEnd(text, from) : i;
  }

  /** Passwords for applications are shown as four times four letters. */
  private static int foursEnd(Reading text, int from) {
    int i = from;
    for (int four = 0; four < 4; four++) {
      if ((four > 0 && text.at(i++) != ' ') || Alphabet.LETTER.end(text, i, 5) != i + 4) {
        return from + 4;
      }
      i += 4;
    }
    return i;
  }

  private static boolean isEnd(Reading text, int at) {
    int next = text.at(at + 1);
    return switch (text.at(at)) {
      case ' ', '\t', '\n', '\r' -> true;
      case ',', ';' ->
          (next <= ' ' && next >= 0)
              || Characters.isQuote(next)
              || next == '}'
              || next == ')'
              || isName(text, at + 1);
      case '&' -> isName(text, at + 1);
      case ')', ']', '}' ->
          (next >= 0 && next <= ' ')
              || next == ','
              || next == ';'
              || next == '.'
              || next == ')'
              || next == ']'
              || next == '}'
              || Characters.isQuote(next);
      case '"', '\'', '`' -> !Alphabet.WORD.has(next);
      case '<' -> next == '/' || Alphabet.LETTER.has(next);
      case '\\' -> next == 'n' || next == 'r' || next == 't' || Characters.isQuote(next);
      default -> false;
    };
  }

  /** Whether the name of another value stands at {@code at}. */
  private static boolean isName(Reading text, int at) {
    int end = Alphabet.IDENTIFIER.end(text, at, 32);
    return end > at && (text.at(end) == '=' || text.at(end) == ':');
  }

  /** Whether it stands for a value that is not told. */
  static boolean isPlaceholder(Reading text, int from, int to) {
    int first = text.at(from);
    int last = text.at(to - 1);
    int next = text.at(from + 1);
    if (Masked.isMasked(text, from, to) || allEqual(text, from, to)) {
      return true;
    }
    boolean named =
        Alphabet.IDENTIFIER.end(text, from + 1, LONG) == to && !Alphabet.DIGIT.has(next);
    boolean placeholder =
        switch (first) {
          case '<' -> last == '>';
          case '{' -> true;
          case '[' -> last == ']';
          case '$' -> named || isVariable(text, from + 1, to) || next == '{' || next == '(';
          case '%' -> last == '%' || next == '(' || to - from <= 3;
          case ':', '@', '&', '!' -> Alphabet.LETTER.end(text, from + 1, LONG) == to;
          case '_' -> next == '_' && Characters.stands(text, to - 2, "__");
          case '/', '~', '.' -> isPath(text, from, to);
          default -> false;
        };
    return placeholder || isElided(text, from, to) || isExample(text, from, to);
  }

  /** Whether capitals are followed by what is not of the variable any more. */
  private static boolean isVariable(Reading text, int from, int to) {
    int end = from;
    while (end < to && (Characters.isUpper(text.at(end)) || text.at(end) == '_')) {
      end++;
    }
    return end > from + 2 && (text.at(end) == ',' || text.at(end) == ':' || text.at(end) == '"');
  }

  private static boolean isPath(Reading text, int from, int to) {
    boolean slash = false;
    for (int i = from; i < to; i++) {
      int b = text.at(i);
      slash |= b == '/';
      if (!Alphabet.IDENTIFIER.has(b) && b != '/' && b != '~') {
        return false;
      }
      if (Characters.isUpper(b) && text.isDigit(i + 1)) {
        return false;
      }
    }
    return slash;
  }

  private static boolean isElided(Reading text, int from, int to) {
    if (to - from > 16) {
      return false;
    }
    for (int i = from; i < to - 2; i++) {
      if (Characters.stands(text, i, "...")
          || (text.at(i) == (byte) 0xE2
              && text.at(i + 1) == (byte) 0x80
              && text.at(i + 2) == (byte) 0xA6)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isExample(Reading text, int from, int to) {
    int state = 0;
    int limit = Math.min(to, from + LONG);
    for (int i = from; i < limit; i++) {
      state = EXAMPLES.next(state, text.bytes()[i]);
      if (EXAMPLES.isHit(state)) {
        return true;
      }
    }
    for (String start : EXAMPLE_STARTS) {
      if (start.length() <= limit - from && Characters.stands(text, from, start)) {
        return true;
      }
    }
    return false;
  }

  private static boolean allEqual(Reading text, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (Characters.lower(text.at(i)) != Characters.lower(text.at(from))) {
        return false;
      }
    }
    return !text.isDigit(from);
  }

  /** Whether it is a word that says something about a secret, or that names one. */
  static boolean isWord(Reading text, int from, int to) {
    int end = to;
    while (end > from && (text.at(end - 1) == '!' || text.at(end - 1) == '?')) {
      end--;
    }
    String value = Characters.lower(text, from, end);
    return WORDS.contains(value) || SecretName.isWord(value) || isKnownLabel(value);
  }

  private static boolean isKnownLabel(String value) {
    return value.startsWith("contrase") && value.length() <= 12;
  }

  /** Whether it is a sentence: some words, of which one is common in sentences. */
  static boolean isProse(Reading text, int from, int to) {
    int start = from;
    boolean many = false;
    for (int i = from; i <= to; i++) {
      if (i == to || Characters.isSpace(text.at(i))) {
        many |= i < to;
        if (many && PROSE.contains(Characters.lower(text, start, i))) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  static boolean hasSpace(Reading text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Characters.isSpace(text.at(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has a digit, a sign, or capitals where words have none. */
  static boolean looksSecret(Reading text, int from, int to) {
    if (to - from < MIN_LOOK) {
      return false;
    }
    boolean camel = false;
    boolean letters = true;
    int capitals = 0;
    for (int i = from; i < to; i++) {
      int b = text.at(i);
      if (text.isDigit(i) || isSign(b)) {
        return true;
      }
      letters &= Alphabet.LETTER.has(b);
      if (i > from && Characters.isUpper(b)) {
        capitals++;
        camel |= Characters.isLower(text.at(i - 1));
      }
    }
    return camel && letters && (to - from) < 3 * (capitals + 1);
  }

  private static boolean isSign(int b) {
    return b > ' ' && !Alphabet.WORD.has(b) && "-_./'\":,;()".indexOf(b) < 0;
  }

  static boolean isNumber(Reading text, int from, int to) {
    return Alphabet.DIGIT.end(text, from, to - from) == to;
  }

  /** Whether letters and underscores are all there is. */
  static boolean isIdentifier(Reading text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Alphabet.LETTER.has(text.at(i)) && text.at(i) != '_') {
        return false;
      }
    }
    return to > from;
  }

  /** Whether it is a call, a member of something, or a variable that has the name of a secret. */
  static boolean isCode(Reading text, int from, int to, boolean spaced) {
    int i = from;
    boolean digits = false;
    boolean dots = false;
    int rootEnd = -1;
    while (i < to) {
      int b = text.at(i);
      if (b == '.' || (b == ':' && text.at(i + 1) == ':') || (b == '-' && text.at(i + 1) == '>')) {
        rootEnd = dots ? rootEnd : i;
        dots = true;
        i += b == '.' ? 1 : 2;
        continue;
      }
      if (!Alphabet.WORD.has(b) && b != '_') {
        break;
      }
      digits |= text.isDigit(i);
      i++;
    }
    if (i == from) {
      return false;
    }
    int next = text.at(i);
    if (next == '(' || next == '[') {
      return (spaced || !digits || dots) && !goesOnBehindCall(text, i, to);
    }
    boolean ends = i == to || ((next == ',' || next == ';' || next == ':') && spaced);
    if (!ends && next != '?' && next != '!') {
      return false;
    }
    if (dots) {
      return (!digits && spaced)
          || ROOTS.contains(Characters.lower(text, from, rootEnd))
          || (!digits && SecretName.of(part(text, from, i)) != SecretName.NO);
    }
    return !digits
        && isIdentifier(text, from, i)
        && SecretName.of(part(text, from, i)) != SecretName.NO;
  }

  /** Whether letters or digits follow the last parenthesis, so that it is none of a call. */
  private static boolean goesOnBehindCall(Reading text, int from, int to) {
    for (int i = to - 1; i > from; i--) {
      if (text.at(i) == ')' || text.at(i) == ']') {
        return i + 1 < to && text.isWord(i + 1);
      }
    }
    return false;
  }

  private static Reading part(Reading text, int from, int to) {
    return new Reading(text.bytes(), from, to, "");
  }
}
