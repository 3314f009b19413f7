package io.mcpgateway.auth.revocation;

import java.time.Instant;

/**
 * That a revocation was lifted, remembered so that a replica or a copy that still has it does not
 * bring it back.
 *
 * @param id of the revocation
 * @param until when nobody can still have it
 */
public record Lift(String id, Instant until) {
  public Lift {
    Revocation.requireId(id);
  }
}
