package io.mcpgateway.app.policy;

import io.mcpgateway.policy.access.AccessPolicy;
import io.mcpgateway.policy.access.Decision;
import io.mcpgateway.policy.access.Explanation;
import io.mcpgateway.policy.access.Question;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.List;

public record RuledRoute(String path, String upstream, PolicySpec spec, AccessPolicy policy) {
  public record Ruling(Decision enforced, Decision observed) {}

  public Ruling judge(Question question) {
    Decision d =
        question.subject() instanceof Question.Subject.Use(var p, var n)
            ? policy.decide(question.principal(), p, n)
            : new Decision.Deny("default");
    return new Ruling(d, d);
  }

  public Explanation explain(Question question) {
    return new Explanation(
        judge(question).enforced(), judge(question).observed(), List.of(), List.of());
  }
}
