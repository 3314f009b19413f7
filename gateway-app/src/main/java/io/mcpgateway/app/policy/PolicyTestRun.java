package io.mcpgateway.app.policy;

import io.mcpgateway.app.policy.PolicyTest.CallCase;
import io.mcpgateway.app.policy.PolicyTest.Case;
import io.mcpgateway.app.policy.PolicyTest.ListCase;
import io.mcpgateway.app.policy.PolicyTest.Listed;
import io.mcpgateway.policy.access.Decision;
import io.mcpgateway.policy.access.Explanation;
import io.mcpgateway.policy.access.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What came of the cases of one file. */
public record PolicyTestRun(PolicyTest test, List<Result> results) {
  public PolicyTestRun {
    results = List.copyOf(results);
  }

  /**
   * What came of one case.
   *
   * @param differences what is not as expected, one line each; empty if the case passed
   * @param why the explanation of what was decided, in lines; empty if the case passed
   */
  public record Result(Case about, List<String> differences, List<String> why, Duration took) {
    public Result {
      differences = List.copyOf(differences);
      why = List.copyOf(why);
    }

    public boolean passed() {
      return differences.isEmpty();
    }
  }

  /** Asks the policy. */
  public static PolicyTestRun of(PolicyTest test) {
    List<Result> results = new ArrayList<>();
    for (Case each : test.cases()) {
      long start = System.nanoTime();
      List<String> differences = new ArrayList<>();
      List<String> why = new ArrayList<>();
      switch (each) {
        case CallCase call -> judge(test.route(), call, differences, why);
        case ListCase list -> judge(test.route(), list, differences, why);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      results.add(new Result(each, differences, why, took));
    }
    return new PolicyTestRun(test, results);
  }

  public long failures() {
    return results.stream().filter(result -> !result.passed()).count();
  }

  /** What the whole file took. */
  public Duration took() {
    return results.stream().map(Result::took).reduce(Duration.ZERO, Duration::plus);
  }

  private static void judge(
      RuledRoute route, CallCase expected, List<String> differences, List<String> why) {
    Question question = expected.call().by(expected.caller(), route);
    Explanation explanation = route.explain(question);
    Decision decision = explanation.decision();
    if (decision.isPermit() != expected.permit()) {
      differences.add(
          "expected " + word(expected.permit()) + ", was " + Explanations.words(decision));
    } else if (expected.rule() != null && !expected.rule().equals(decision.rule())) {
      differences.add(
          "expected "
              + word(expected.permit())
              + " by "
              + expected.rule()
              + ", was by "
              + decision.rule());
    }
    Decision observed = explanation.observed();
    if (expected.observed() != null && observed.isPermit() != expected.observed()) {
      differences.add(
          "expected observed "
              + word(expected.observed())
              + ", was "
              + Explanations.words(observed));
    }
    if (!differences.isEmpty()) {
      why.addAll(Explanations.lines(explanation));
    }
  }

  private static void judge(
      RuledRoute route, ListCase expected, List<String> differences, List<String> why) {
    Set<String> wanted = new LinkedHashSet<>(expected.shown());
    for (Listed entry : expected.of()) {
      Question question = entry.call().by(expected.caller(), route);
      boolean shown = route.shows(question).isPermit();
      if (shown != wanted.contains(entry.name())) {
        differences.add(
            "expected "
                + entry.name()
                + (shown ? " to be hidden, is shown" : " to be shown, is hidden"));
        why.add(entry.name() + ":");
        Explanations.lines(route.explain(question)).forEach(line -> why.add("  " + line));
      }
    }
  }

  private static String word(boolean permit) {
    return permit ? "permit" : "deny";
  }
}
