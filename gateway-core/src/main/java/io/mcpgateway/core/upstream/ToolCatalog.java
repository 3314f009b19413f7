package io.mcpgateway.core.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ToolDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of one upstream, as it lists them. Where the list may depend on who asks, everybody has
 * a view of their own; else all share one. Never shown to anybody. Thread-safe.
 */
final class ToolCatalog {
  private static final Logger logger = LoggerFactory.getLogger(ToolCatalog.class);
  private static final int MAX_VIEWS = 1_000;

  /** How soon a list is asked for again because of a tool that is not in it. */
  private static final Duration MIN_LIFE = Duration.ofSeconds(5);

  /** How soon after a failure. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /**
   * A tool.
   *
   * @param headers the parameters that stand in headers
   */
  record Entry(ToolDefinition definition, List<ParamHeader> headers) {
    Entry {
      headers = List.copyOf(headers);
    }
  }

  /**
   * What is known at one moment.
   *
   * @param until when to ask again
   */
  record Snapshot(ToolListing listing, Map<String, Entry> tools, Instant since, Instant until) {
    /** Null if there is no such tool, as far as is known. */
    @Nullable Entry tool(String name) {
      return tools.get(name);
    }

    /** Why nobody can say whether there is such a tool, or null if somebody can. */
    @Nullable Refusal obstacle(String upstream, String name) {
      return switch (listing) {
        case ToolListing.Failed(Refusal why) -> why;
        case ToolListing.Listed listed -> {
          boolean told =
              tools.containsKey(name) || (listed.complete() && !listed.unusable().contains(name));
          yield told
              ? null
              : new Refusal.BadUpstreamAnswer(
                  upstream, "its list of tools does not define the tool clearly");
        }
      };
    }
  }

  private static final class View {
    private final AtomicReference<@Nullable CompletableFuture<Snapshot>> underWay =
        new AtomicReference<>();
    private volatile @Nullable Snapshot last;
  }

  private final String upstream;
  private final InstantSource clock;
  private final ToolPages reader;
  private final AtomicLong changes = new AtomicLong();
  private final Cache<String, View> views =
      Caffeine.newBuilder()
          .maximumSize(MAX_VIEWS)
          .expireAfterAccess(Duration.ofMinutes(10))
          .build();

  ToolCatalog(String upstream, InstantSource clock) {
    this.upstream = upstream;
    this.clock = clock;
    this.reader = new ToolPages(upstream, clock);
  }

  /** What is known of {@code tool}, or null if the upstream should be asked. */
  @Nullable Snapshot known(String viewer, String tool) {
    View view = views.getIfPresent(viewer);
    Snapshot snapshot = view == null ? null : view.last;
    if (snapshot == null) {
      return null;
    }
    Instant now = clock.instant();
    boolean fresh =
        now.isBefore(snapshot.until)
            && (snapshot.tool(tool) != null || now.isBefore(snapshot.since.plus(MIN_LIFE)));
    return fresh ? snapshot : null;
  }

  /** What there is to know when the upstream is not asked. */
  Snapshot failed(Refusal why) {
    Instant now = clock.instant();
    return new Snapshot(new ToolListing.Failed(why), Map.of(), now, now);
  }

  /** The upstream said that its tools are others now, to whomever. */
  void invalidate() {
    changes.incrementAndGet();
    views.invalidateAll();
  }

  /**
   * Asks the upstream, or joins the one who asks already for the same view. The future never fails.
   * That somebody else's session or credential is not good says nothing about this one.
   */
  CompletableFuture<Snapshot> load(String viewer, ToolPages.Page pages) {
    View view = Objects.requireNonNull(views.get(viewer, _ -> new View()));
    CompletableFuture<Snapshot> mine = new CompletableFuture<>();
    CompletableFuture<Snapshot> theirs = view.underWay.compareAndExchange(null, mine);
    if (theirs != null) {
      return theirs.thenCompose(
          snapshot ->
              isOwn(snapshot) ? load(viewer, pages) : CompletableFuture.completedFuture(snapshot));
    }
    long before = changes.get();
    var _ =
        reader
            .read(pages)
            .thenAccept(
                listing -> {
                  Snapshot snapshot = snapshot(listing);
                  // What changed while it was read may or may not be in it.
                  view.last = changes.get() == before && !isOwn(snapshot) ? snapshot : null;
                  view.underWay.set(null);
                  mine.complete(snapshot);
                });
    return mine;
  }

  /** Pages for whoever wants them once, without anything being remembered. */
  CompletableFuture<ToolListing> read(ToolPages.Page pages) {
    return reader.read(pages);
  }

  private static boolean isOwn(Snapshot snapshot) {
    return snapshot.listing instanceof ToolListing.Failed(Refusal why)
        && (why instanceof Refusal.UnknownSession || why instanceof Refusal.CredentialFailed);
  }

  private Snapshot snapshot(ToolListing listing) {
    Instant now = clock.instant();
    return switch (listing) {
      case ToolListing.Failed _ -> new Snapshot(listing, Map.of(), now, now.plus(RETRY));
      case ToolListing.Listed listed -> {
        Map<String, Entry> tools = new HashMap<>();
        for (ToolDefinition tool : listed.tools()) {
          tools.put(tool.name(), new Entry(tool, headers(tool)));
        }
        Duration life = listed.life().compareTo(MIN_LIFE) < 0 ? MIN_LIFE : listed.life();
        yield new Snapshot(listing, Map.copyOf(tools), now, now.plus(life));
      }
    };
  }

  private List<ParamHeader> headers(ToolDefinition tool) {
    List<ParamHeader> headers = ParamHeader.of(tool.json().path("inputSchema"));
    if (headers == null) {
      logger.warn(
          "upstream {}: a tool has an x-mcp-header that is not allowed: {}", upstream, tool.name());
      return List.of();
    }
    return headers;
  }
}
