package io.mcpgateway.policy.argument;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.exchange.Verdict;
import io.mcpgateway.policy.schema.Dialect;
import io.mcpgateway.policy.schema.UnusableSchemaException;
import io.mcpgateway.policy.schema.ValueSchema;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the arguments stages of all routes share: schemas of tools, made usable once for each
 * definition, and a few threads for what would keep an event loop too long. Thread-safe.
 */
public final class ArgumentChecks implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(ArgumentChecks.class);
  private static final int THREADS = 2;
  private static final int MAX_QUEUED = 256;

  /** Keywords and values of all schemas that are kept; some hundred bytes each. */
  private static final int MAX_SIZE = 500_000;

  /** What a definition's schema turned out to be. */
  sealed interface Compiled {
    record Usable(ValueSchema schema) implements Compiled {}

    record Unusable(String problem) implements Compiled {}
  }

  private final Map<Dialect, Cache<ToolDefinition, Compiled>> schemas =
      new EnumMap<>(Dialect.class);
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_QUEUED),
          Thread.ofPlatform().name("argument-checks-", 0).daemon().factory());
  private final LongAdder unusable = new LongAdder();
  private final LongAdder spent = new LongAdder();

  public ArgumentChecks() {
    threads.allowCoreThreadTimeOut(true);
    for (Dialect dialect : Dialect.values()) {
      // Weak keys are compared by identity: the same definition is the same object.
      schemas.put(
          dialect,
          Caffeine.newBuilder()
              .weakKeys()
              .maximumWeight(MAX_SIZE)
              .<ToolDefinition, Compiled>weigher((_, compiled) -> weight(compiled))
              .build());
    }
  }

  private static int weight(Compiled compiled) {
    return switch (compiled) {
      case Compiled.Usable(ValueSchema schema) -> 10 + schema.size();
      case Compiled.Unusable _ -> 10;
    };
  }

  /** Null if it has not been made usable yet. */
  @Nullable Compiled known(ToolDefinition tool, Dialect dialect) {
    return cache(dialect).getIfPresent(tool);
  }

  /** Takes a moment; not for event loops. */
  Compiled compiled(ToolDefinition tool, Dialect dialect) {
    return Objects.requireNonNull(cache(dialect).get(tool, each -> compile(each, dialect)));
  }

  private static Compiled compile(ToolDefinition tool, Dialect dialect) {
    try {
      return new Compiled.Usable(ValueSchema.compile(tool.json().path("inputSchema"), dialect));
    } catch (UnusableSchemaException wrong) {
      return unusable(tool, wrong);
    }
  }

  /** It seemed usable, and is not. */
  Compiled.Unusable turnedOut(ToolDefinition tool, Dialect dialect, UnusableSchemaException wrong) {
    Compiled.Unusable noted = unusable(tool, wrong);
    cache(dialect).put(tool, noted);
    return noted;
  }

  private static Compiled.Unusable unusable(ToolDefinition tool, UnusableSchemaException wrong) {
    // Once for each definition: what is found is kept.
    logger.warn(
        "tool {}: its inputSchema cannot be used, so no arguments can be checked: {}",
        tool.name(),
        wrong.problem());
    return new Compiled.Unusable(wrong.problem());
  }

  private Cache<ToolDefinition, Compiled> cache(Dialect dialect) {
    return Objects.requireNonNull(schemas.get(dialect));
  }

  /** Decides on a thread of its own; refuses if there are too many who want that. */
  public Verdict later(Supplier<Verdict> decision) {
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    try {
      threads.execute(
          () -> {
            try {
              verdict.complete(decision.get());
            } catch (RuntimeException | Error bug) {
              verdict.completeExceptionally(bug);
            }
          });
    } catch (RejectedExecutionException full) {
      return new Verdict.Refuse(
          new Refusal.Unavailable("too many calls wait to be checked at the moment"));
    }
    return new Verdict.Await(verdict);
  }

  void countUnusable() {
    unusable.increment();
  }

  void countSpent() {
    spent.increment();
  }

  /** Calls that could not be checked because the schema of their tool cannot be used. */
  public long unusableSchemas() {
    return unusable.sum();
  }

  /** Calls whose check would have taken too long. */
  public long spentBudgets() {
    return spent.sum();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
