package io.mcpgateway.policy.lint;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.condition.Condition;
import io.mcpgateway.policy.condition.Truth;
import io.mcpgateway.policy.detect.CustomDetector;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.PolicySpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Masks that never apply or always, and detectors that no mask uses. */
final class MaskLint {
  private final PolicySpec spec;
  private final Findings findings;

  MaskLint(PolicySpec spec, Findings findings) {
    this.spec = spec;
    this.findings = findings;
  }

  void look() {
    Set<String> used = new HashSet<>();
    List<YamlMap> masks = findings.maps("masks");
    for (int i = 0; i < spec.masks().size(); i++) {
      Mask mask = spec.masks().get(i);
      used.addAll(mask.custom());
      constant(mask, masks.get(i));
    }
    List<YamlMap> detectors = findings.maps("detectors");
    for (int i = 0; i < spec.detectors().size(); i++) {
      CustomDetector detector = spec.detectors().get(i);
      if (!used.contains(detector.name())) {
        findings.warn(
            "unused-detector",
            Findings.at(detectors.get(i), null, 0),
            "detector " + detector.name() + ": no mask uses it");
      }
    }
  }

  private void constant(Mask mask, YamlMap map) {
    Condition when = mask.when();
    if (when != null && Selections.isConstant(when)) {
      findings.warn(
          "constant-condition",
          Findings.at(map, "when", 0),
          "mask "
              + mask.name()
              + (when.of(RuleLint.NONE) == Truth.FALSE ? " never" : " always")
              + " applies: when looks at nothing");
    }
  }
}
