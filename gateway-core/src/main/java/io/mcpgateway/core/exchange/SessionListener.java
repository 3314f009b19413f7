package io.mcpgateway.core.exchange;

import java.time.Duration;

/** Learns when legacy sessions begin and end, as far as this replica does. Never blocks. */
public interface SessionListener {
  /** Nobody wants to know. */
  SessionListener NONE =
      new SessionListener() {
        @Override
        public void began(Exchange exchange, String label) {}

        @Override
        public void ended(Exchange exchange, String label, Duration lasted, End end) {}
      };

  /** How a session ended. */
  enum End {
    /** The client said so. */
    DELETED,
    /** Its time was over when the client came with it once more. */
    EXPIRED
  }

  /**
   * @param exchange whose answer begins it
   * @param label identifies it in logs and audit records
   */
  void began(Exchange exchange, String label);

  /**
   * @param exchange that ended it, or came too late
   * @param lasted how long it could be used
   */
  void ended(Exchange exchange, String label, Duration lasted, End end);

  /** This one, then {@code other}. */
  default SessionListener and(SessionListener other) {
    SessionListener first = this;
    return new SessionListener() {
      @Override
      public void began(Exchange exchange, String label) {
        first.began(exchange, label);
        other.began(exchange, label);
      }

      @Override
      public void ended(Exchange exchange, String label, Duration lasted, End end) {
        first.ended(exchange, label, lasted, end);
        other.ended(exchange, label, lasted, end);
      }
    };
  }
}
