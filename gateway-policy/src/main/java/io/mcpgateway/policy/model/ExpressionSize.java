package io.mcpgateway.policy.model;

/**
 * How large the program of a regular expression may become, said before it is compiled: a few
 * nested repetitions are enough for more than any memory holds. Never says too little.
 */
final class ExpressionSize {
  private static final long LIMIT = 100_000;

  private ExpressionSize() {}

  static boolean isHuge(String expression) {
    long single = 0;
    // As if everything stood in every group that is repeated.
    long groups = 1;
    for (int i = 0; i < expression.length(); i++) {
      single++;
      if (expression.charAt(i) == '{') {
        long times = times(expression, i + 1);
        char before = i == 0 ? ' ' : expression.charAt(i - 1);
        if (before == ')' || before == '}') {
          groups *= Math.max(1, times);
        } else {
          single += times;
        }
      }
      if (single * groups > LIMIT) {
        return true;
      }
    }
    return false;
  }

  /** The largest number between the brace before {@code from} and the next one; 0 if none. */
  private static long times(String expression, int from) {
    long largest = 0;
    long number = 0;
    for (int i = from; i < expression.length() && expression.charAt(i) != '}'; i++) {
      char c = expression.charAt(i);
      if (c >= '0' && c <= '9') {
        number = Math.min(LIMIT, number * 10 + c - '0');
        largest = Math.max(largest, number);
      } else if (c == ',') {
        number = 0;
      } else {
        // No repetition, as in \p{Greek}.
        return 0;
      }
    }
    return largest + 1;
  }
}
