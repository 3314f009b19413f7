package io.mcpgateway.app.revocation;

import io.lettuce.core.RedisException;
import io.mcpgateway.app.config.RevocationsConfig;
import io.mcpgateway.auth.revocation.Lift;
import io.mcpgateway.auth.revocation.MalformedRevocationException;
import io.mcpgateway.auth.revocation.Revocation;
import io.mcpgateway.auth.revocation.RevocationJson;
import io.mcpgateway.auth.revocation.RevocationList;
import io.mcpgateway.auth.revocation.RevocationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares revocations with other replicas through Redis or Valkey.
 *
 * <p>Two hashes hold what is revoked and what was lifted, by id; a counter grows with every change;
 * a channel says each change at once. Nobody owns the truth: every replica takes what it does not
 * know and gives what Redis does not have, so that a Redis that lost everything gets it back. What
 * was lifted is remembered, so that a replica that was away does not bring it back.
 *
 * <p>{@link #tick} is for one thread, the rest for any.
 */
final class RedisShare implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(RedisShare.class);

  /** Everything is compared this often, even if the counter stands still. */
  private static final long WHOLE_NANOS = Duration.ofSeconds(30).toNanos();

  private final RevocationsConfig.Redis config;
  private final RevocationList list;
  private final Runnable learnt;
  private final LongAdder malformed = new LongAdder();
  private final RedisLink link;
  private @Nullable String seen;
  private long comparedNanos;
  private boolean told;
  private volatile boolean connected;
  private volatile boolean synced;

  /**
   * @param learnt called when the list has learnt something from another replica
   */
  RedisShare(RevocationsConfig.Redis config, RevocationList list, Runnable learnt) {
    this.config = config;
    this.list = list;
    this.learnt = learnt;
    this.link = new RedisLink(config, this::said);
  }

  /** Whether the last attempt to talk to Redis succeeded. */
  boolean connected() {
    return connected;
  }

  /** Whether everything has been compared since the start. */
  boolean synced() {
    return synced;
  }

  long malformed() {
    return malformed.sum();
  }

  String identity() {
    return config.identity();
  }

  /** Tells the others at once; if that fails, the next comparison does. */
  void added(Revocation revocation) {
    tell(() -> link.add(revocation.id(), RevocationJson.write(revocation)));
  }

  void lifted(Lift lift) {
    tell(() -> link.lift(lift.id(), RevocationJson.write(lift)));
  }

  private void tell(Runnable change) {
    if (link.isOpen()) {
      try {
        change.run();
      } catch (RedisException broken) {
        logger.debug("revocations: told later", broken);
      }
    }
  }

  /** Connects if need be, and compares if something changed. */
  void tick() {
    try {
      if (!link.isOpen()) {
        link.open();
        seen = null;
      }
      String version = link.version();
      boolean whole = System.nanoTime() - comparedNanos > WHOLE_NANOS;
      if (seen == null || whole || link.failed() || !version.equals(seen)) {
        compare();
        // What was read before: a change meanwhile is seen the next time.
        seen = version;
        comparedNanos = System.nanoTime();
      }
      works();
    } catch (RedisException failure) {
      fails(failure);
    }
  }

  private void compare() {
    Map<String, String> theirs = link.revocations();
    Map<String, String> theirLifts = link.lifts();
    RevocationState state =
        new RevocationState(
            read(theirs, RevocationJson::revocation, Revocation::id),
            read(theirLifts, RevocationJson::lift, Lift::id));
    if (list.merge(state)) {
      learnt.run();
    }
    give(theirs, theirLifts, state);
  }

  /**
   * What they lack, and what they need not keep. An entry that could not be read stays: a newer
   * replica may have written it.
   */
  private void give(
      Map<String, String> theirs, Map<String, String> theirLifts, RevocationState read) {
    RevocationState ours = list.state();
    Map<String, String> revocations = new HashMap<>();
    Set<String> inForce = new HashSet<>();
    for (Revocation each : ours.revocations()) {
      inForce.add(each.id());
      if (!theirs.containsKey(each.id())) {
        revocations.put(each.id(), RevocationJson.write(each));
      }
    }
    Map<String, String> lifts = new HashMap<>();
    Set<String> remembered = new HashSet<>();
    for (Lift each : ours.lifts()) {
      remembered.add(each.id());
      if (!theirLifts.containsKey(each.id())) {
        lifts.put(each.id(), RevocationJson.write(each));
      }
    }
    link.give(
        revocations,
        lifts,
        read.revocations().stream()
            .map(Revocation::id)
            .filter(id -> !inForce.contains(id))
            .toList(),
        read.lifts().stream().map(Lift::id).filter(id -> !remembered.contains(id)).toList());
  }

  private interface Reader<T> {
    T read(String text) throws MalformedRevocationException;
  }

  private <T> List<T> read(Map<String, String> texts, Reader<T> reader, Function<T, String> idOf) {
    List<T> all = new ArrayList<>();
    texts.forEach(
        (id, text) -> {
          try {
            T each = reader.read(text);
            if (idOf.apply(each).equals(id)) {
              all.add(each);
              return;
            }
          } catch (MalformedRevocationException wrong) {
            logger.debug("revocations: an entry of {}: {}", this, wrong.getMessage());
          }
          malformed.increment();
        });
    return all;
  }

  /** A change that another replica says, on a thread of the connection. */
  private void said(String message) {
    try {
      RevocationState change = RevocationJson.state(message);
      if (list.merge(change)) {
        learnt.run();
      }
    } catch (MalformedRevocationException wrong) {
      malformed.increment();
    }
  }

  private void works() {
    if (!connected) {
      connected = true;
      logger.info("revocations: shared through {}", this);
    }
    synced = true;
    told = false;
  }

  private void fails(RedisException failure) {
    connected = false;
    link.drop();
    if (!told) {
      told = true;
      logger.error(
          "revocations: {} cannot be reached ({}); what is known stays in force, what is revoked"
              + " here reaches the other replicas later",
          this,
          cause(failure));
    }
  }

  private static String cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.toString() : cause.toString();
  }

  @Override
  public void close() {
    link.close();
  }

  @Override
  public String toString() {
    return config.url().toString();
  }
}
