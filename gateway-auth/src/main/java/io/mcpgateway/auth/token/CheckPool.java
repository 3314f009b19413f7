package io.mcpgateway.auth.token;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few threads on which signatures are checked, those of tokens and those of proofs, with a
 * bounded queue: however many arrive, event loops go on and memory stays. Thread-safe.
 *
 * <p>Every check ends, whatever happens to it: as yes, as no, or as undecided. Undecided never
 * becomes a yes.
 */
final class CheckPool implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(CheckPool.class);

  private final ThreadPoolExecutor threads;
  private final LongAdder checked = new LongAdder();

  /** How a check ended. */
  enum Answer {
    HOLDS,
    FAILS,
    /** Too many at once, a closed pool, or a defect. */
    UNDECIDED
  }

  /** A check that waits for its thread. */
  private static final class Job implements Runnable {
    private final Signatures.Check check;
    private final byte[] signed;
    private final byte[] signature;
    private final LongAdder checked;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Job(Signatures.Check check, byte[] signed, byte[] signature, LongAdder checked) {
      this.check = check;
      this.signed = signed;
      this.signature = signature;
      this.checked = checked;
    }

    @Override
    public void run() {
      Answer decided = Answer.UNDECIDED;
      try {
        checked.increment();
        decided = check.holds(signed, signature) ? Answer.HOLDS : Answer.FAILS;
      } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError broken) {
        // Errors, too: a caller that waits for ever is no better than one who was let in.
        logger.error("a signature could not be checked", broken);
      } finally {
        answer.complete(decided);
      }
    }
  }

  /** Starts its threads as work comes. */
  CheckPool(int size, int queued) {
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queued),
            Thread.ofPlatform().name("token-verifier-", 0).daemon().factory());
  }

  /** Never completes exceptionally. */
  CompletableFuture<Answer> check(Signatures.Check check, byte[] signed, byte[] signature) {
    Job job = new Job(check, signed, signature, checked);
    try {
      threads.execute(job);
    } catch (RejectedExecutionException full) {
      job.answer.complete(Answer.UNDECIDED);
    }
    return job.answer;
  }

  long checked() {
    return checked.sum();
  }

  int queued() {
    return threads.getQueue().size();
  }

  /** What still waits ends undecided. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Job job) {
        job.answer.complete(Answer.UNDECIDED);
      }
    }
  }
}
