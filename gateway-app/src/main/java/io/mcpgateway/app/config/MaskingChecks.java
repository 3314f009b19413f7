package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.model.PolicySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What policies mask, and the keys that there are for it, looked at together. */
final class MaskingChecks {
  private MaskingChecks() {}

  /**
   * Notes every mask that makes hashes or tokens while there is no key to make them with.
   *
   * @param policyMaps what {@code policies} were read from
   */
  static void check(
      MaskingConfig masking, Map<Path, PolicySpec> policies, Map<Path, YamlMap> policyMaps) {
    if (!masking.keys().isEmpty()) {
      return;
    }
    policies.forEach(
        (file, policy) -> {
          YamlMap map = policyMaps.get(file);
          List<Mask> masks = policy.masks();
          for (int i = 0; map != null && i < masks.size(); i++) {
            if (usesKeys(masks.get(i))) {
              map.maps("masks")
                  .get(i)
                  .problem(
                      "action",
                      "masking.keys in gateway.yaml, which mask "
                          + masks.get(i).name()
                          + " makes its values with");
            }
          }
        });
  }

  /** Notes every route whose audit records have digests while there is no key to make them with. */
  static void auditContent(MaskingConfig masking, List<RouteConfig> routes, List<YamlMap> maps) {
    for (int i = 0; i < routes.size(); i++) {
      if (routes.get(i).auditContent().digests() && masking.keys().isEmpty()) {
        maps.get(i)
            .problem("audit-content", "masking.keys in gateway.yaml, which hmac digests with");
      }
    }
  }

  private static boolean usesKeys(Mask mask) {
    return mask.action() instanceof MaskAction.Hash || mask.action() instanceof MaskAction.Tokenize;
  }
}
