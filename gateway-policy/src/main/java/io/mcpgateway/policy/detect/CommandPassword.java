package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Finds passwords whose place alone says what they are: those of options of commands ({@code curl
 * -u user:…}, {@code mysql -p…}, {@code sshpass -p …}, {@code docker login -p …}, {@code redis-cli
 * -a …}), and the third argument, in quotes, of calls that connect to a database. Not found:
 * placeholders, variables, and what is masked already.
 */
final class CommandPassword implements Detector.OfKeywords {
  private static final List<String> KEYWORDS =
      List.of(
          " -u",
          " --user ",
          " -p",
          " -a ",
          "pdo(",
          "mysqli(",
          "mysqli_connect(",
          "mysql_connect(",
          "getconnection(");

  /** The keywords before this one are options. */
  private static final int CALLS = 4;

  private static final int GLUED = 2;
  private static final int ASKED = 3;
  private static final int MAX_VALUE = 128;
  private static final int MAX_COMMAND = 160;
  private static final int MAX_CALL = 256;
  private static final int MIN_VALUE = 4;

  private static final String[] WITH_USER = {"curl ", "curl.exe ", "http ", "https ", "ab "};
  private static final String[] GLUING = {"mysql", "mariadb"};
  private static final String[] ASKING = {
    "sshpass ", "docker login ", "podman login ", "mongo", "helm registry login ", "az login "
  };
  private static final String[] AUTHENTICATING = {"redis-cli "};

  @Override
  public List<String> keywords() {
    return KEYWORDS;
  }

  @Override
  public void look(Reading text, int keyword, int start, int end, Finder finder) {
    if (start < finder.lastEnd()) {
      return;
    }
    if (keyword >= CALLS) {
      lookForArgument(text, end, finder);
      return;
    }
    if (Characters.isUpper(text.at(start + 2))) {
      return;
    }
    boolean spaced = text.at(end) == ' ' || text.at(end - 1) == ' ';
    int from = text.at(end) == ' ' ? end + 1 : end;
    int quote = Characters.isQuote(text.at(from)) ? text.at(from++) : 0;
    int to = valueEnd(text, from, quote);
    String[] commands = AUTHENTICATING;
    if (keyword < GLUED) {
      int colon = from;
      while (colon < to && text.at(colon) != ':') {
        colon++;
      }
      from = colon + 1;
      commands = WITH_USER;
    } else if (keyword < ASKED) {
      commands = spaced ? ASKING : GLUING;
    }
    if (isSecret(text, from, to) && isOf(text, start, commands)) {
      finder.found(from, to);
    }
  }

  private static int valueEnd(Reading text, int from, int quote) {
    int limit = Math.min(text.to(), from + MAX_VALUE);
    int i = from;
    while (i < limit
        && (quote == 0
            ? !Characters.isSpace(text.at(i)) && !Characters.isQuote(text.at(i))
            : text.at(i) != quote && text.at(i) != '\n')) {
      i++;
    }
    return i;
  }

  private static boolean isSecret(Reading text, int from, int to) {
    return to - from >= MIN_VALUE
        && text.at(from) != '-'
        && text.at(from) != '/'
        && !SecretValue.isPlaceholder(text, from, to)
        && !SecretValue.isWord(text, from, to);
  }

  /** Whether one of the commands stands before {@code at} in its line. */
  private static boolean isOf(Reading text, int at, String[] commands) {
    int limit = Math.max(text.from(), at - MAX_COMMAND);
    for (int i = at - 1; i >= limit && text.at(i) != '\n'; i--) {
      if (Alphabet.LETTER.has(text.at(i)) && !text.isWord(i - 1)) {
        for (String command : commands) {
          if (Characters.stands(text, i, command)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The third of the strings that stand behind the parenthesis, with commas between them. */
  private static void lookForArgument(Reading text, int start, Finder finder) {
    int limit = Math.min(text.to(), start + MAX_CALL);
    int i = start;
    for (int argument = 1; argument <= 3; argument++) {
      while (i < limit && Characters.isSpace(text.at(i))) {
        i++;
      }
      int quote = text.at(i);
      int from = i + 1;
      if (!Characters.isQuote(quote)) {
        if (argument == 3) {
          return;
        }
        i = Math.max(i, Alphabet.IDENTIFIER.end(text, Math.min(i + 1, limit), MAX_VALUE));
      } else {
        i = from;
        while (i < limit && text.at(i) != quote && text.at(i) != '\n') {
          i++;
        }
        if (text.at(i) != quote) {
          return;
        }
        if (argument == 3 && isSecret(text, from, i)) {
          finder.found(from, i);
        }
        i++;
      }
      while (i < limit && Characters.isSpace(text.at(i))) {
        i++;
      }
      if (text.at(i++) != ',') {
        return;
      }
    }
  }
}
