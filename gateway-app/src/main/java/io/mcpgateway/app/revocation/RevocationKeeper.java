package io.mcpgateway.app.revocation;

import io.mcpgateway.app.config.RevocationsConfig;
import io.mcpgateway.app.state.StateDirectory;
import io.mcpgateway.auth.revocation.Lift;
import io.mcpgateway.auth.revocation.Revocation;
import io.mcpgateway.auth.revocation.RevocationList;
import io.mcpgateway.auth.revocation.RevocationState;
import io.mcpgateway.auth.revocation.RevocationStore;
import io.mcpgateway.core.exchange.LiveExchanges;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the revocations of the process: in force from its start, kept in a file, shared with other
 * replicas if there is a Redis for it, and made to end what is under way. Thread-safe.
 *
 * <p>A change is in force first, then told to the others, then written. What cannot be told or
 * written now is tried again until it can: both are made from the list as it is then.
 */
public final class RevocationKeeper implements RevocationStore, AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(RevocationKeeper.class);

  /** Four visits a second: a revocation is effective on what is under way within one. */
  private static final long SWEEP_MILLIS = 250;

  private static final long WORK_MILLIS = 500;

  private final RevocationList list;
  private final LiveExchanges live;
  private final Consumer<Boolean> sharing;
  private final RevocationFile file;
  private final @Nullable RedisShare redis;
  private final ScheduledExecutorService sweeper = timer("revocation-sweep");
  private final ScheduledExecutorService worker = timer("revocations");
  private final LongAdder failedWrites = new LongAdder();

  /** Counts changes of the list; what the file has is a number that this once was. */
  private final AtomicLong changes = new AtomicLong();

  private final Object writing = new Object();
  private volatile long written;
  private volatile boolean known;
  private boolean failing;

  /** What was told last, by the worker. */
  private boolean shares = true;

  private RevocationKeeper(
      RevocationFile file,
      RevocationsConfig.@Nullable Redis shared,
      InstantSource clock,
      LiveExchanges live,
      Consumer<Boolean> sharing) {
    this.list = new RevocationList(clock, RevocationList.DEFAULT_LIMIT, this);
    this.live = live;
    this.sharing = sharing;
    this.file = file;
    this.redis = shared == null ? null : new RedisShare(shared, list, this::learnt);
  }

  /**
   * Reads what was kept, asks the other replicas, and starts.
   *
   * @param live what is under way
   * @param sharing told when what others revoke is not learnt any more, and when it is again
   * @throws IOException if what was kept cannot be read, or there is no {@code ca}; the message
   *     says what to do
   */
  public static RevocationKeeper open(
      StateDirectory state,
      RevocationsConfig config,
      InstantSource clock,
      LiveExchanges live,
      Consumer<Boolean> sharing)
      throws IOException {
    RevocationFile file = new RevocationFile(state);
    RevocationState kept = file.load();
    RevocationsConfig.Redis shared = config.redis();
    if (shared != null && shared.ca() != null && !Files.isReadable(shared.ca())) {
      throw new IOException("redis: the ca " + shared.ca() + " cannot be read");
    }
    boolean known = shared == null || file.wasSharedWith(shared.identity());
    RevocationKeeper keeper = new RevocationKeeper(file, shared, clock, live, sharing);
    keeper.list.merge(kept);
    keeper.known = known;
    keeper.start();
    return keeper;
  }

  private void start() {
    work();
    if (redis != null && !redis.synced()) {
      logger.warn(
          "revocations: {} cannot be reached; {}",
          redis,
          known
              ? "the " + list.all().size() + " of the last run are in force"
              : "every route answers 503 until it can be, because what others revoked is unknown");
    }
    var _ =
        sweeper.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    var _ =
        worker.scheduleWithFixedDelay(this::work, WORK_MILLIS, WORK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Everything that operators have taken back. */
  public RevocationList list() {
    return list;
  }

  /** Whether exchanges may be served by what is known. */
  boolean known() {
    return known;
  }

  public RevocationStatus status() {
    return new RevocationStatus(
        list.all().size(),
        written == changes.get(),
        redis != null,
        redis != null && redis.connected(),
        redis == null || redis.synced(),
        known,
        failedWrites.sum(),
        redis == null ? 0 : redis.malformed());
  }

  @Override
  public boolean added(Revocation revocation) {
    if (redis != null) {
      redis.added(revocation);
    }
    return changed();
  }

  @Override
  public boolean lifted(Lift lift) {
    if (redis != null) {
      redis.lifted(lift);
    }
    return changed();
  }

  /** Another replica's change: in force already, written on our own thread. */
  private void learnt() {
    changes.incrementAndGet();
    if (!worker.isShutdown()) {
      worker.execute(this::write);
    }
  }

  private boolean changed() {
    return writeUpTo(changes.incrementAndGet());
  }

  private void sweep() {
    try {
      live.sweep();
      list.prune();
    } catch (RuntimeException bug) {
      logger.error("revocations: a visit failed", bug);
    }
  }

  private void work() {
    try {
      if (redis != null) {
        redis.tick();
        if (redis.synced()) {
          known = true;
        }
        tell(redis.connected());
      }
      write();
    } catch (RuntimeException bug) {
      logger.error("revocations: a defect", bug);
    }
  }

  private void tell(boolean connected) {
    if (connected != shares) {
      shares = connected;
      sharing.accept(connected);
    }
  }

  private void write() {
    if (written < changes.get()) {
      writeUpTo(changes.get());
    }
    if (redis != null && redis.synced()) {
      noteSharing(redis);
    }
  }

  /** Several that wait for the same disk are written at once. */
  private boolean writeUpTo(long change) {
    synchronized (writing) {
      if (written >= change) {
        return true;
      }
      long covers = changes.get();
      try {
        file.write(list.state());
        written = covers;
        worked();
        return true;
      } catch (IOException | RuntimeException failure) {
        failed(failure);
        return false;
      }
    }
  }

  private void noteSharing(RedisShare with) {
    synchronized (writing) {
      try {
        file.sharedWith(with.identity());
      } catch (IOException | RuntimeException failure) {
        failed(failure);
      }
    }
  }

  private void worked() {
    if (failing) {
      failing = false;
      logger.info("revocations: {} can be written again", file);
    }
  }

  private void failed(Exception failure) {
    failedWrites.increment();
    if (!failing) {
      failing = true;
      logger.error(
          "revocations: {} cannot be written ({}); they are in force, and lost with this process"
              + " unless it can be written before: make room, or see to its permissions",
          file,
          failure.toString());
    }
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    worker.shutdown();
    try {
      if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException stop) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
    write();
    if (redis != null) {
      redis.close();
    }
  }

  private static ScheduledExecutorService timer(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }
}
