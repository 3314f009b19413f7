package io.mcpgateway.auth.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route makes of a token, step by step. Never contains the token or its signature; text of
 * the token is shown in quotes, with everything escaped that a terminal might act on.
 *
 * @param lines in the order of the checks
 * @param verdict what {@link TokenVerifier} says; {@link Verification.Undecided} if it was not
 *     asked and no line says no
 * @param said what it says of its caller, true or not; null if it cannot be read
 */
public record TokenExplanation(List<Line> lines, Verification verdict, @Nullable AccessToken said) {
  public TokenExplanation {
    lines = List.copyOf(lines);
  }

  /** What a line says of its step. */
  public enum Mark {
    GOOD,
    WRONG,
    /** It decides nothing, or cannot be judged. */
    NOTE
  }

  /**
   * @param step a header member, a claim, or a check
   * @param text for people
   */
  public record Line(Mark mark, String step, String text) {}

  /** Whether some line says no. */
  public boolean refuses() {
    return lines.stream().anyMatch(line -> line.mark() == Mark.WRONG);
  }
}
