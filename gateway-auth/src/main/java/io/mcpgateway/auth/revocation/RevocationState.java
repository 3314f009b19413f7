package io.mcpgateway.auth.revocation;

import java.util.List;

/**
 * Everything there is to keep and to share. Two states are joined by taking what is in either: what
 * was lifted once stays lifted.
 */
public record RevocationState(List<Revocation> revocations, List<Lift> lifts) {
  public static final RevocationState EMPTY = new RevocationState(List.of(), List.of());

  public RevocationState {
    revocations = List.copyOf(revocations);
    lifts = List.copyOf(lifts);
  }
}
