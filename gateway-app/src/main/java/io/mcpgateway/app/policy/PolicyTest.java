package io.mcpgateway.app.policy;

import io.mcpgateway.core.exchange.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of test cases for a policy, as {@code gateway policy test} reads it.
 *
 * @param file as it was named
 */
public record PolicyTest(String file, RuledRoute route, List<Case> cases) {
  public PolicyTest {
    cases = List.copyOf(cases);
  }

  /** Something that is expected of the policy. */
  public sealed interface Case {
    String name();

    /** Where it stands. */
    int line();

    /** Of whom it speaks, as the file calls them. */
    String principal();
  }

  /**
   * What one caller asks for.
   *
   * @param permit what is expected to be enforced
   * @param rule which rule is expected to say so, or null for any
   * @param observed what is expected once everything observed is enforced, or null for anything
   */
  public record CallCase(
      String name,
      int line,
      String principal,
      Principal caller,
      Call call,
      boolean permit,
      @Nullable String rule,
      @Nullable Boolean observed)
      implements Case {}

  /**
   * What one caller is shown of what there is.
   *
   * @param of what there is, in the order of the list
   * @param shown what is expected to be left of it
   */
  public record ListCase(
      String name,
      int line,
      String principal,
      Principal caller,
      List<Listed> of,
      List<String> shown)
      implements Case {
    public ListCase {
      of = List.copyOf(of);
      shown = List.copyOf(shown);
    }
  }

  /** An entry of a list, and the call that it stands for. */
  public record Listed(String name, Call call) {}
}
