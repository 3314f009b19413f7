package io.mcpgateway.policy.detect;

/** Swedish personnummer of people of a hundred years or more: with a plus sign, 121212+1212. */
final class SePnrOfTheOld implements Detector.OfNumbers {
  private static final int DAY = 6;
  private static final int REST = 4;

  @Override
  public int minDigits() {
    return DAY;
  }

  @Override
  public boolean begins(int length) {
    return length == DAY;
  }

  /** The plus sign ends a run, so the digits behind it are read from the text. */
  @Override
  public void look(Reading text, NumberRun run, int group, Finder finder) {
    int start = run.start(group);
    int end = start + DAY + 1 + REST;
    if (text.at(start + DAY) == '+' && hasDigits(text, end) && Edges.isFree(text, start, end)) {
      NumberRun whole = new NumberRun();
      byte[] digits = new byte[DAY + REST];
      System.arraycopy(text.bytes(), start, digits, 0, DAY);
      System.arraycopy(text.bytes(), end - REST, digits, DAY, REST);
      whole.read(new Reading(digits, 0, digits.length, ""), 0);
      if (SePnr.isShort(whole, 0, DAY + REST)) {
        finder.found(start, end);
      }
    }
  }

  private static boolean hasDigits(Reading text, int end) {
    for (int i = end - REST; i < end; i++) {
      if (!text.isDigit(i)) {
        return false;
      }
    }
    return true;
  }
}
