package io.mcpgateway.policy.model;

import io.mcpgateway.policy.detect.CustomDetector;
import java.util.List;

/**
 * What a policy says of masks.
 *
 * @param detectors what its masks can look for beside what is built in
 */
public record MaskRules(List<CustomDetector> detectors, List<Mask> masks, Unmaskable onUnmaskable) {
  public static final MaskRules NONE = new MaskRules(List.of(), List.of(), Unmaskable.BLOCK);

  public MaskRules {
    detectors = List.copyOf(detectors);
    masks = List.copyOf(masks);
  }
}
