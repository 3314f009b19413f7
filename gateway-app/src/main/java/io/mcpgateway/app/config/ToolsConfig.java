package io.mcpgateway.app.config;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.pin.PinRules;
import io.mcpgateway.policy.pin.PinRules.Action;
import io.mcpgateway.policy.pin.ToolPins;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is done about an upstream's definitions of tools.
 *
 * @param pins the lock file, or null if there is none
 */
public record ToolsConfig(@Nullable Path pins, PinRules rules) {

  /**
   * Reads {@code upstreams[].tools}.
   *
   * @param files opens another file of the configuration
   */
  static @Nullable ToolsConfig read(
      @Nullable YamlMap map, String upstream, Path directory, Function<Path, YamlMap> files) {
    if (map == null) {
      return null;
    }
    String name = map.optionalString("pins");
    Path file = name == null ? null : directory.resolve(name).normalize();
    Action onDrift = map.oneOf("on-drift", Action.class, Action.HIDE);
    if (file == null && map.has("on-drift")) {
      map.problem("on-drift", "pins beside it: without them nobody knows what drifted");
    }
    Action onHidden = map.oneOf("on-hidden-characters", Action.class, Action.WARN);
    map.finish();
    ToolPins pins = file == null ? null : ToolPins.read(files.apply(file), upstream);
    return new ToolsConfig(file, new PinRules(pins, onDrift, onHidden));
  }
}
