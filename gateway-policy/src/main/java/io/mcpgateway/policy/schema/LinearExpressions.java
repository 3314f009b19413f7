package io.mcpgateway.policy.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/**
 * Patterns of schemas with RE2/J, in time linear in the text. What needs backtracking (references
 * to groups, looking ahead and behind) it does not have.
 */
final class LinearExpressions implements RegularExpressionFactory {
  private final ThreadLocal<Budget> budget;

  /**
   * @param budget what a match is paid from, of the thread that validates
   */
  LinearExpressions(ThreadLocal<Budget> budget) {
    this.budget = budget;
  }

  @Override
  public RegularExpression getRegularExpression(String regex) {
    Pattern pattern = Pattern.compile(translate(regex));
    // About a step for each 8 characters and state of the pattern that is alive.
    long weight = 1L + regex.length() / 16;
    // The library would log what is thrown here, for every call; so the budget remembers instead.
    return text ->
        !budget.get().affords(1 + text.length() * weight / 8) || pattern.matcher(text).find();
  }

  /** Writes the few things of ECMA 262 that RE2 writes differently in its way. */
  static String translate(String regex) {
    StringBuilder translated = new StringBuilder(regex.length() + 8);
    boolean escaped = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (escaped && c == 'u' && isHex(regex, i + 1)) {
        translated.append("x{").append(regex, i + 1, i + 5).append('}');
        i += 4;
        escaped = false;
      } else if (escaped && c == '/') {
        // RE2 knows no needless escapes of letters, but of signs it does; this one is common.
        translated.append('/');
        escaped = false;
      } else if (escaped && c == 'd') {
        translated.append('d');
        escaped = false;
      } else {
        translated.append(c);
        escaped = !escaped && c == '\\';
      }
    }
    return translated.toString();
  }

  private static boolean isHex(String regex, int from) {
    if (from + 4 > regex.length()) {
      return false;
    }
    for (int i = from; i < from + 4; i++) {
      if (Character.digit(regex.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
