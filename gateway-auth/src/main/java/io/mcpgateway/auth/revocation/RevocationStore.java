package io.mcpgateway.auth.revocation;

/**
 * Keeps revocations over a restart, and tells other replicas. Called after a change is in force, on
 * the thread that made it, which may block; several threads may call at once. What cannot be kept
 * now is kept later, without another call.
 */
public interface RevocationStore {
  /** Keeps nothing. */
  RevocationStore NONE =
      new RevocationStore() {
        @Override
        public boolean added(Revocation revocation) {
          return true;
        }

        @Override
        public boolean lifted(Lift lift) {
          return true;
        }
      };

  /** Whether it would survive a restart that happens now. */
  boolean added(Revocation revocation);

  /** Whether it would survive a restart that happens now. */
  boolean lifted(Lift lift);
}
