package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.MaskAction;

/** Which way a message goes, and what masks do about that. */
enum MaskDirection {
  /** From the upstream to the client. */
  RESULTS {
    @Override
    boolean looksAt(Mask mask) {
      return mask.results() != Mask.Results.OFF;
    }

    @Override
    boolean observes(Mask mask) {
      return mask.results() == Mask.Results.OBSERVE;
    }

    @Override
    MaskAction action(Mask mask) {
      return mask.action();
    }
  },
  /** From the client to the upstream. */
  ARGUMENTS {
    @Override
    boolean looksAt(Mask mask) {
      return mask.arguments() != Mask.Arguments.OFF;
    }

    @Override
    boolean observes(Mask mask) {
      return mask.arguments() == Mask.Arguments.OBSERVE;
    }

    @Override
    MaskAction action(Mask mask) {
      return mask.arguments() == Mask.Arguments.BLOCK ? new MaskAction.Block() : mask.action();
    }
  };

  /** Whether a mask has anything to do with messages that go this way. */
  abstract boolean looksAt(Mask mask);

  abstract boolean observes(Mask mask);

  abstract MaskAction action(Mask mask);
}
