package io.mcpgateway.auth.revocation;

import io.mcpgateway.core.exchange.Challenge;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Revocations;
import io.mcpgateway.core.protocol.McpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that operators have taken back. A change is in force when {@link #add} or {@link
 * #lift} is back in the list, before it is kept; exchanges ask an immutable snapshot. Thread-safe;
 * {@link #add} and {@link #lift} may block, in the store.
 */
public final class RevocationList {
  /** How many an operator may have in force. */
  public static final int DEFAULT_LIMIT = 10_000;

  /** How long a copy of the list may lie somewhere before it is used again. */
  private static final Duration LIFT_LIFE = Duration.ofDays(30);

  private final InstantSource clock;
  private final int limit;
  private final RevocationStore store;
  private final Map<String, Revocation> revocations = new LinkedHashMap<>();
  private final Map<String, Lift> lifts = new LinkedHashMap<>();
  private volatile RevocationIndex index = RevocationIndex.of(List.of(), 0);

  /**
   * What became of a change.
   *
   * @param revocation the one that was added or lifted
   * @param kept whether it would survive a restart; if not, it is in force all the same, and kept
   *     as soon as that is possible
   */
  public record Receipt(Revocation revocation, boolean kept) {}

  /**
   * @param limit how many there may be in force
   * @param store keeps every change
   */
  public RevocationList(InstantSource clock, int limit, RevocationStore store) {
    this.clock = clock;
    this.limit = limit;
    this.store = store;
  }

  /**
   * From now on, what {@code terms} say is refused.
   *
   * @param expires when it ends by itself, or null for never
   * @param by who says so
   * @param reason why, may be empty
   * @throws IllegalArgumentException with the name of what is wrong, and what was expected
   */
  public Receipt add(Terms terms, @Nullable Instant expires, String by, String reason)
      throws TooManyRevocationsException {
    return add(
        new Revocation(UUID.randomUUID().toString(), terms, clock.instant(), expires, by, reason));
  }

  /**
   * The same for one that was made already, for example to be recorded first.
   *
   * @param revocation with an id that no other has
   */
  public Receipt add(Revocation revocation) throws TooManyRevocationsException {
    synchronized (this) {
      prune();
      if (revocations.size() >= limit) {
        throw new TooManyRevocationsException(limit);
      }
      revocations.put(revocation.id(), revocation);
      publish();
    }
    return new Receipt(revocation, store.added(revocation));
  }

  /** What was lifted, or null if no revocation in force has this id. */
  public @Nullable Receipt lift(String id) {
    Revocation lifted;
    Lift lift;
    synchronized (this) {
      prune();
      lifted = revocations.remove(id);
      if (lifted == null) {
        return null;
      }
      lift = new Lift(id, remembered(lifted));
      lifts.put(id, lift);
      publish();
    }
    return new Receipt(lifted, store.lifted(lift));
  }

  private Instant remembered(Revocation lifted) {
    Instant latest = clock.instant().plus(LIFT_LIFE);
    Instant expires = lifted.expires();
    return expires != null && expires.isBefore(latest) ? expires : latest;
  }

  /** What is in force, the oldest first. */
  public synchronized List<Revocation> all() {
    Instant now = clock.instant();
    return revocations.values().stream().filter(each -> each.inForce(now)).toList();
  }

  /** Everything there is to keep. */
  public synchronized RevocationState state() {
    prune();
    return new RevocationState(List.copyOf(revocations.values()), List.copyOf(lifts.values()));
  }

  /**
   * Takes over what was kept, or what another replica knows. The limit does not hold here: what was
   * revoked elsewhere is in force here.
   *
   * @return whether anything was new
   */
  public synchronized boolean merge(RevocationState other) {
    Instant now = clock.instant();
    boolean changed = false;
    for (Lift lift : other.lifts()) {
      if (lift.until().isAfter(now) && lifts.putIfAbsent(lift.id(), lift) == null) {
        revocations.remove(lift.id());
        changed = true;
      }
    }
    for (Revocation each : other.revocations()) {
      if (each.inForce(now)
          && !lifts.containsKey(each.id())
          && revocations.putIfAbsent(each.id(), each) == null) {
        changed = true;
      }
    }
    if (changed) {
      publish();
    }
    return changed;
  }

  /** Forgets what has expired. Called from time to time; nothing depends on how often. */
  public synchronized void prune() {
    Instant now = clock.instant();
    lifts.values().removeIf(lift -> !lift.until().isAfter(now));
    if (revocations.values().removeIf(each -> !each.inForce(now))) {
      publish();
    }
  }

  private void publish() {
    index = RevocationIndex.of(revocations.values(), index.version() + 1);
  }

  /**
   * The list as the exchanges of one route ask it.
   *
   * @param invalidToken what a client of the route is told whose token does not hold
   */
  public Revocations forRoute(Challenge invalidToken) {
    return new OfRoute(invalidToken);
  }

  private final class OfRoute implements Revocations {
    private final Challenge invalidToken;

    OfRoute(Challenge invalidToken) {
      this.invalidToken = invalidToken;
    }

    @Override
    public long version() {
      return index.version();
    }

    @Override
    public Refusal.@Nullable Revoked objection(Exchange exchange) {
      boolean tool = exchange.target().primitive() == McpMethod.Primitive.TOOL;
      Revocation found = index.find(exchange, tool ? exchange.target().name() : null, clock);
      return found == null
          ? null
          : new Refusal.Revoked(
              Answer.of(found.terms()).refusal(exchange, invalidToken, found.id()), found.id());
    }

    @Override
    public boolean closes(Exchange exchange, String tool) {
      return index.find(exchange, tool, clock) != null;
    }

    @Override
    public boolean closeTools() {
      return index.closesTools();
    }

    @Override
    public long closedTools(Exchange exchange) {
      return index.closedTools(exchange, clock);
    }

    @Override
    public Challenge challenge() {
      return invalidToken;
    }
  }
}
