package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Recognises one kind of value. Stateless. Each call looks at a bounded stretch of the text,
 * however long that is, and takes well under a microsecond on the worst.
 */
sealed interface Detector {
  /** Looks where a number begins. */
  non-sealed interface OfNumbers extends Detector {
    /**
     * Looks for a value that begins with the group {@code group} of {@code run}, or with letters
     * directly before it. Not asked of groups within what it found last.
     */
    void look(Reading text, NumberRun run, int group, Finder finder);

    /** Fewer digits than this, in all groups from the first on, are of no interest. */
    int minDigits();

    /**
     * Whether a value may begin with a group of {@code length} digits; the others are not looked
     * at. {@value NumberRun#MANY} stands for that many and more.
     */
    boolean begins(int length);
  }

  /** Looks where one of its keywords stands. */
  non-sealed interface OfKeywords extends Detector {
    /** At least one; ASCII without upper case, found whatever the case of the text. */
    List<String> keywords();

    /**
     * Looks around the keyword that stands from {@code start} to {@code end}.
     *
     * @param keyword its index in {@link #keywords}
     */
    void look(Reading text, int keyword, int start, int end, Finder finder);
  }

  /** Looks at texts as a whole, too. */
  interface OfTexts extends OfKeywords {
    /** Whether it looks at texts of this name as a whole; always the same of the same name. */
    boolean concerns(String name);

    /** Looks at the text before it is read. */
    default void begin(Reading text, Finder finder) {}

    /** Looks at what was put off, after the text was read. */
    default void finish(Reading text, Finder finder) {}
  }
}
