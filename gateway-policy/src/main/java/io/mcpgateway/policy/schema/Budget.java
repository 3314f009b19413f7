package io.mcpgateway.policy.schema;

/**
 * How much work a validation may still be. Spent by one thread.
 *
 * <p>A step is about what one keyword costs on one small value, some hundred nanoseconds. Schemas
 * can ask for exponentially many of them, so they are counted as they are made.
 */
public final class Budget {
  /** What an event loop can spare: about two milliseconds. */
  private static final int SMALL = 10_000;

  /** What a thread of its own may take: about half a second. */
  private static final int LARGE = 2_000_000;

  private int left;

  private Budget(int steps) {
    this.left = steps;
  }

  /** For use on an event loop. */
  public static Budget small() {
    return new Budget(SMALL);
  }

  /** For use on a thread that may be busy for a while. */
  public static Budget large() {
    return new Budget(LARGE);
  }

  /** Whether there is as much; if not, nothing is left at all. */
  boolean affords(long steps) {
    if (steps > left) {
      left = -1;
      return false;
    }
    left -= (int) steps;
    return true;
  }

  void spend(long steps) {
    if (!affords(steps)) {
      throw new SpentException();
    }
  }

  /** It was not enough. Nothing is known of the value. */
  public static final class SpentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpentException() {
      super("the budget of the validation is spent", null, false, false);
    }
  }
}
