package io.mcpgateway.policy.detect;

import java.util.List;
import java.util.Set;

/**
 * Finds e-mail addresses, from each at sign outwards: a local part of letters, digits and the few
 * signs that are in use, and a domain with a dot whose last label begins with letters. Both may
 * have letters of any script that is written with spaces. The at sign may be encoded, as in URLs
 * and HTML, or spelled in brackets, as the dots then may, too: {@code jane [at] example [dot] com}.
 * Between single spaces it is one only before a well-known top-level domain and behind a dot, an
 * underscore or a digit, or the word "mail": {@code jane.doe @ example.com}.
 *
 * <p>Not found: quoted local parts, address literals, handles and package scopes ({@code @name}),
 * versions ({@code name@1.2.3-rc.next}), numbers of phones before a host, names of files and of
 * services ({@code icon@2x.png}), the user of a URL, and {@code git@host:path}, which names a
 * service and nobody. Other addresses for {@code ssh} and {@code scp} are addresses by their form,
 * and found.
 */
final class EmailDetector implements Detector.OfKeywords {
  private static final List<String> AT =
      List.of("@", "%40", "&#64;", "&#x40;", "[at]", "(at)", "{at}", "<at>", " @ ");
  private static final int PERCENT = 1;
  private static final int FIRST_SPELLED = 4;
  private static final int SPACED = 8;
  private static final int DOT_LENGTH = 5;
  private static final int MAX_BEFORE = 24;

  private static final int MAX_LOCAL = 64;
  private static final int MAX_DOMAIN = 255;
  private static final int MAX_USER_INFO = 256;

  /** Letters of scripts that are written without spaces would swallow the words around. */
  private static final int FIRST_CJK = 0x2E80;

  /** What stands in the place of a top-level domain in names of files and services. */
  private static final Set<String> SUFFIXES =
      Set.of(
          "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "bmp", "css", "scss", "less",
          "js", "mjs", "cjs", "jsx", "ts", "tsx", "json", "html", "htm", "xml", "yaml", "yml",
          "txt", "log", "pdf", "tgz", "gz", "jar", "whl", "exe", "dll", "class", "java", "vue",
          "map", "lock", "toml", "service", "socket", "timer", "target", "mount", "slice", "scope",
          "conf");

  /** Nothing else ends in these: names in programs do in many others. */
  private static final Set<String> WELL_KNOWN =
      Set.of(
          "com", "org", "net", "edu", "gov", "info", "biz", "de", "fr", "uk", "eu", "ch", "nl",
          "es", "se", "fi", "dk", "be", "br", "ca", "au", "us", "jp", "cn", "kr", "sg");

  /** What ends addresses with a spelled sign, besides. */
  private static final Set<String> KNOWN =
      Set.of(
          "ai", "app", "ar", "at", "cloud", "co", "cz", "dev", "hk", "ie", "il", "in", "io", "it",
          "me", "mx", "no", "nz", "online", "pl", "pt", "ru", "site", "tech", "tr", "tv", "tw",
          "ua", "xyz", "za");

  @Override
  public List<String> keywords() {
    return AT;
  }

  @Override
  public void look(Reading text, int keyword, int at, int end, Finder finder) {
    if (keyword == SPACED) {
      lookAtSpaced(text, at, end, finder);
      return;
    }
    if (keyword >= FIRST_SPELLED) {
      lookAtSpelled(text, at, end, finder);
      return;
    }
    int before = text.at(at - 1);
    int behind = text.at(end);
    if ((before >= 0 && before <= ' ') || (behind >= 0 && !Alphabet.WORD.has(behind))) {
      return;
    }
    boolean encoded = keyword == PERCENT;
    int start = localStart(text, Math.max(text.from(), finder.lastEnd()), at, encoded);
    if (start == at || isTooLong(text, start, at) || isPhone(text, start, at)) {
      return;
    }
    int to = domainEnd(text, end);
    if (to >= 0 && !isUser(text, start) && !isService(text, start, at, to)) {
      finder.found(start, to);
    }
  }

  /** "jane [at] example [dot] com". */
  private static void lookAtSpelled(Reading text, int at, int end, Finder finder) {
    int stop = text.at(at - 1) == ' ' ? at - 1 : at;
    int start = localStart(text, Math.max(text.from(), finder.lastEnd()), stop, false);
    int domain = text.at(end) == ' ' ? end + 1 : end;
    if (start == stop || isTooLong(text, start, stop)) {
      return;
    }
    int limit = Math.min(text.to(), domain + MAX_DOMAIN);
    int to = -1;
    boolean spelled = false;
    int label = labelEnd(text, domain, limit);
    int dot = label == domain ? label : dotEnd(text, label);
    while (dot > label) {
      spelled |= dot > label + 1;
      int next = labelEnd(text, dot, limit);
      int topLevel = next == dot ? -1 : topLevelEnd(text, dot, next);
      if (topLevel >= 0 && (spelled || isKnown(Characters.lower(text, dot, topLevel)))) {
        to = topLevel;
      }
      label = next;
      dot = next == dot ? next : dotEnd(text, next);
    }
    if (to >= 0) {
      finder.found(start, to);
    }
  }

  private static boolean isKnown(String topLevel) {
    return WELL_KNOWN.contains(topLevel) || KNOWN.contains(topLevel);
  }

  /** Where a dot ends that begins at {@code at}, a spelled one too; {@code at} if there is none. */
  private static int dotEnd(Reading text, int at) {
    if (text.at(at) == '.') {
      return at + 1;
    }
    int from = text.at(at) == ' ' ? at + 1 : at;
    boolean spelled =
        Characters.stands(text, from, "[dot]")
            || Characters.stands(text, from, "(dot)")
            || Characters.stands(text, from, "{dot}");
    int end = from + DOT_LENGTH;
    return !spelled ? at : text.at(end) == ' ' ? end + 1 : end;
  }

  /** "jane.doe @ example.com". */
  private static void lookAtSpaced(Reading text, int at, int end, Finder finder) {
    int start = localStart(text, Math.max(text.from(), finder.lastEnd()), at, false);
    int to = domainEnd(text, end);
    if (at - start < 2 || to < 0 || isTooLong(text, start, at) || text.isWord(to)) {
      return;
    }
    int dot = to;
    while (text.at(dot - 1) != '.') {
      dot--;
    }
    if (WELL_KNOWN.contains(Characters.lower(text, dot, to))
        && (isLikeAnAddress(text, start, at) || isMail(text, start))) {
      finder.found(start, to);
    }
  }

  private static boolean isLikeAnAddress(Reading text, int start, int end) {
    boolean letter = false;
    boolean sign = false;
    for (int i = start; i < end; i++) {
      letter |= Alphabet.LETTER.has(text.at(i));
      sign |= text.at(i) == '.' || text.at(i) == '_' || text.isDigit(i);
    }
    return letter && sign && text.isWord(end - 1);
  }

  /** Whether somebody says shortly before that it is one. */
  private static boolean isMail(Reading text, int start) {
    for (int i = Math.max(text.from(), start - MAX_BEFORE); i < start - 3; i++) {
      if (Characters.stands(text, i, "mail")) {
        return true;
      }
    }
    return false;
  }

  private static int localStart(Reading text, int from, int at, boolean encoded) {
    int start = at;
    for (int count = 0; start > from && count < MAX_LOCAL; count++) {
      int before = Characters.startBefore(text, start);
      int c = Characters.codePointAt(text, before);
      if (c == '%' && isEncoded(text, before) && !isPlus(text, before)) {
        start = Math.min(at, Math.max(start, before + 3));
        break;
      }
      if (!isLocal(c) || (c == '%' && !encoded && isEncoded(text, before))) {
        break;
      }
      start = before;
    }
    if (text.at(start - 1) == '\\' && Characters.isEscaped(text, start + 1)) {
      start++;
    }
    while (start < at && isSignAtTheEdge(text.at(start))) {
      start++;
    }
    return start;
  }

  /** Whether more stands before it than an address may have, as in a token before a host. */
  private static boolean isTooLong(Reading text, int start, int at) {
    return at - start >= MAX_LOCAL && Alphabet.IDENTIFIER.has(text.at(start - 1));
  }

  /** Whether it is the number of a phone, as in {@code sip:+15551234567@host}. */
  private static boolean isPhone(Reading text, int start, int at) {
    return text.at(start - 1) == '+' && Alphabet.DIGIT.start(text, at, MAX_LOCAL) == start;
  }

  private static boolean isEncoded(Reading text, int at) {
    return Alphabet.HEX.has(text.at(at + 1)) && Alphabet.HEX.has(text.at(at + 2));
  }

  private static boolean isPlus(Reading text, int at) {
    return Characters.stands(text, at, "%2b");
  }

  private static boolean isSignAtTheEdge(int b) {
    return b == '.' || b == '\'' || b == '-' || b == '+';
  }

  private static boolean isLocal(int c) {
    return isLetterOrDigit(c)
        || c == '.'
        || c == '_'
        || c == '-'
        || c == '+'
        || c == '%'
        || c == '\'';
  }

  private static boolean isLetterOrDigit(int c) {
    if (c < 0x80) {
      return Alphabet.WORD.has(c);
    }
    return c < FIRST_CJK && (Character.isLetterOrDigit(c) || isMark(c));
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** Where the longest domain ends that begins at {@code start}, or −1 if there is none. */
  private static int domainEnd(Reading text, int start) {
    int limit = Math.min(text.to(), start + MAX_DOMAIN);
    int end = -1;
    int label = start;
    while (true) {
      int labelEnd = labelEnd(text, label, limit);
      if (labelEnd == label || text.at(label) == '-') {
        break;
      }
      int topLevelEnd = label == start ? -1 : topLevelEnd(text, label, labelEnd);
      if (topLevelEnd >= 0) {
        end = isNoDomain(text, start, label, topLevelEnd) ? -1 : topLevelEnd;
      }
      if (labelEnd >= limit || text.at(labelEnd) != '.') {
        break;
      }
      label = labelEnd + 1;
    }
    return end;
  }

  /** Where the label at {@code start} ends, hyphens at its end left out. */
  private static int labelEnd(Reading text, int start, int limit) {
    int i = start;
    int end = start;
    while (i < limit) {
      int c = Characters.codePointAt(text, i);
      if (!isLetterOrDigit(c) && c != '-') {
        break;
      }
      i += Characters.length(text.at(i));
      if (c != '-') {
        end = Math.min(i, limit);
      }
    }
    return end;
  }

  /**
   * Where the top-level domain ends that the label begins with, or −1: two letters or more. Digits
   * that follow are not part of it, but do not hide it either.
   */
  private static int topLevelEnd(Reading text, int start, int end) {
    if (end - start > 4 && Characters.stands(text, start, "xn--")) {
      return end;
    }
    int letters = 0;
    int i = start;
    while (i < end) {
      int c = Characters.codePointAt(text, i);
      if (!Character.isLetter(c) && !(letters > 0 && isMark(c))) {
        break;
      }
      i += Characters.length(text.at(i));
      letters++;
    }
    return letters >= 2 ? Math.min(i, end) : -1;
  }

  private static boolean isNoDomain(Reading text, int start, int label, int end) {
    return isVersion(text, start) || SUFFIXES.contains(Characters.lower(text, label, end));
  }

  /** Whether two numbers begin it, the first perhaps with a {@code v}. */
  private static boolean isVersion(Reading text, int start) {
    int from = Characters.lower(text.at(start)) == 'v' ? start + 1 : start;
    int dot = Alphabet.DIGIT.end(text, from, 9);
    return dot > from && text.at(dot) == '.' && text.isDigit(dot + 1);
  }

  /** Whether this is the user, or the password, in a URL. */
  private static boolean isUser(Reading text, int start) {
    int limit = Math.max(text.from() + 2, start - MAX_USER_INFO);
    for (int i = start - 1; i >= limit; i--) {
      int b = text.at(i);
      if (b == '/') {
        return text.at(i - 1) == '/' && text.at(i - 2) == ':';
      }
      if (b <= ' ' || Characters.isQuote(b) || b == '<' || b == '>' || b == '?' || b == ',') {
        return false;
      }
    }
    return false;
  }

  private static boolean isService(Reading text, int start, int at, int end) {
    return at - start == 3 && Characters.stands(text, start, "git") && text.at(end) == ':';
  }
}
