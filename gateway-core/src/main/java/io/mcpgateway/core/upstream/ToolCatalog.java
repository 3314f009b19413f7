package io.mcpgateway.core.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which parameters of a modern upstream's tools stand in headers; learnt from its {@code
 * tools/list}. One catalogue serves all callers: it decides nothing but which headers must match
 * the body, and never shows a tool to anybody. Thread-safe.
 */
final class ToolCatalog {
  private static final Logger logger = LoggerFactory.getLogger(ToolCatalog.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MAX_PAGES = 50;
  private static final int MAX_TOOLS = 10_000;
  private static final Duration MAX_LIFE = Duration.ofSeconds(60);

  /** How soon a list is asked for again because of a tool that is not in it. */
  private static final Duration MIN_LIFE = Duration.ofSeconds(5);

  /** How the upstream is asked for one page; null is the first. */
  @FunctionalInterface
  interface Pages {
    CompletableFuture<Inquiry.Finding> page(@Nullable String cursor);
  }

  /**
   * What is known at one moment.
   *
   * @param tools the annotated parameters by tool; a tool without any has an empty list
   * @param until when to ask again
   */
  record Snapshot(Map<String, List<ParamHeader>> tools, Instant since, Instant until) {
    /** Null if there is no such tool. */
    @Nullable List<ParamHeader> tool(String name) {
      return tools.get(name);
    }
  }

  private final String upstream;
  private final InstantSource clock;
  private final AtomicReference<@Nullable CompletableFuture<Snapshot>> underWay =
      new AtomicReference<>();
  private volatile @Nullable Snapshot last;

  ToolCatalog(String upstream, InstantSource clock) {
    this.upstream = upstream;
    this.clock = clock;
  }

  /** What is known of {@code tool}, or null if the upstream should be asked. */
  @Nullable Snapshot known(String tool) {
    Snapshot snapshot = last;
    if (snapshot == null) {
      return null;
    }
    Instant now = clock.instant();
    boolean fresh =
        now.isBefore(snapshot.until)
            && (snapshot.tool(tool) != null || now.isBefore(snapshot.since.plus(MIN_LIFE)));
    return fresh ? snapshot : null;
  }

  /** For an upstream that has no such annotations. */
  Snapshot empty() {
    Instant now = clock.instant();
    return new Snapshot(Map.of(), now, now);
  }

  /** The upstream said that its tools are others now. */
  void invalidate() {
    last = null;
  }

  /**
   * Asks the upstream, or joins the one who asks already. The future never fails: what could not be
   * learnt is not in the snapshot.
   */
  CompletableFuture<Snapshot> load(Pages pages) {
    CompletableFuture<Snapshot> mine = new CompletableFuture<>();
    CompletableFuture<Snapshot> theirs = underWay.compareAndExchange(null, mine);
    if (theirs != null) {
      return theirs;
    }
    var _ =
        next(pages, null, 0, new Loading())
            .whenComplete(
                (loaded, bug) -> {
                  if (loaded == null) {
                    logger.error("upstream {}: its tools could not be listed", upstream, bug);
                  }
                  Snapshot snapshot = snapshot(loaded == null ? new Loading() : loaded);
                  last = snapshot;
                  underWay.set(null);
                  mine.complete(snapshot);
                });
    return mine;
  }

  private static final class Loading {
    private final Map<String, List<ParamHeader>> tools = new HashMap<>();
    private Duration life = MAX_LIFE;
  }

  private CompletableFuture<Loading> next(
      Pages pages, @Nullable String cursor, int page, Loading loading) {
    return pages
        .page(cursor)
        .thenCompose(
            finding -> {
              String following = read(finding, loading);
              boolean more =
                  following != null && page + 1 < MAX_PAGES && loading.tools.size() < MAX_TOOLS;
              return more
                  ? next(pages, following, page + 1, loading)
                  : CompletableFuture.completedFuture(loading);
            });
  }

  /** The cursor of the next page, or null if there is none. */
  private @Nullable String read(Inquiry.Finding finding, Loading loading) {
    JsonNode result = result(finding);
    if (result == null) {
      loading.life = MIN_LIFE;
      return null;
    }
    for (JsonNode tool : result.path("tools")) {
      String name = tool.path("name").textValue();
      if (name != null) {
        loading.tools.put(name, headers(name, tool.path("inputSchema")));
      }
    }
    JsonNode ttl = result.path("ttlMs");
    if (ttl.canConvertToLong() && ttl.longValue() >= 0) {
      Duration life = Duration.ofMillis(ttl.longValue());
      loading.life = life.compareTo(loading.life) < 0 ? life : loading.life;
    }
    return result.path("nextCursor").textValue();
  }

  private static @Nullable JsonNode result(Inquiry.Finding finding) {
    JsonRpcMessage.Response response =
        finding instanceof Inquiry.Finding.Heard heard ? heard.response() : null;
    Span span = response == null ? null : response.result();
    if (response == null || span == null) {
      return null;
    }
    try {
      return MAPPER.readTree(response.bytes(), span.start(), span.length());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private List<ParamHeader> headers(String tool, JsonNode inputSchema) {
    List<ParamHeader> headers = ParamHeader.of(inputSchema);
    if (headers == null) {
      logger.warn(
          "upstream {}: a tool has an x-mcp-header that is not allowed: {}", upstream, tool);
      return List.of();
    }
    return headers;
  }

  private Snapshot snapshot(Loading loading) {
    Instant now = clock.instant();
    Duration life = loading.life.compareTo(MIN_LIFE) < 0 ? MIN_LIFE : loading.life;
    return new Snapshot(Map.copyOf(loading.tools), now, now.plus(life));
  }
}
