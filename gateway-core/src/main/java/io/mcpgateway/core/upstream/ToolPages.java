package io.mcpgateway.core.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.core.protocol.ErrorCodes;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all pages of an upstream's {@code tools/list}, within bounds. A definition that is the same
 * as one read before, for whomever, is the same object. Thread-safe.
 */
final class ToolPages {
  private static final Logger logger = LoggerFactory.getLogger(ToolPages.class);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int MAX_PAGES = 100;
  private static final int MAX_TOOLS = 10_000;
  private static final int MAX_DEFINITION_BYTES = 256 << 10;
  private static final int MAX_TOTAL_BYTES = 64 << 20;
  private static final Duration MAX_TIME = Duration.ofSeconds(30);

  static final Duration MAX_LIFE = Duration.ofSeconds(60);

  /** How the upstream is asked for one page; null is the first. */
  @FunctionalInterface
  interface Page {
    CompletableFuture<Inquiry.Finding> at(@Nullable String cursor);
  }

  private final String upstream;
  private final InstantSource clock;
  private final Cache<String, ToolDefinition> known =
      Caffeine.newBuilder().weakValues().maximumSize(2L * MAX_TOOLS).build();

  ToolPages(String upstream, InstantSource clock) {
    this.upstream = upstream;
    this.clock = clock;
  }

  /** Asks page by page. The future never fails. */
  CompletableFuture<ToolListing> read(Page pages) {
    return next(pages, null, new Reading(clock.instant().plus(MAX_TIME)))
        .exceptionally(
            bug -> {
              logger.error("upstream {}: its tools could not be listed", upstream, bug);
              return new ToolListing.Failed(new Refusal.Internal());
            });
  }

  /** What was read so far. Used by one page after the other. */
  private static final class Reading {
    private final Instant deadline;
    private final Map<String, ToolDefinition> tools = new LinkedHashMap<>();
    private final Set<String> unusable = new HashSet<>();
    private Duration life = MAX_LIFE;
    private long bytes;
    private int pages;

    Reading(Instant deadline) {
      this.deadline = deadline;
    }

    ToolListing done(boolean complete) {
      unusable.forEach(tools::remove);
      return new ToolListing.Listed(List.copyOf(tools.values()), unusable, complete, life);
    }
  }

  private CompletableFuture<ToolListing> next(
      Page pages, @Nullable String cursor, Reading reading) {
    return pages
        .at(cursor)
        .thenCompose(
            finding -> {
              if (!(finding instanceof Inquiry.Finding.Heard heard)) {
                return done(new ToolListing.Failed(((Inquiry.Finding.Failed) finding).why()));
              }
              JsonNode result = result(heard);
              if (result == null || !result.path("tools").isArray()) {
                return done(noList(heard, reading));
              }
              reading.pages++;
              add(result, reading);
              String following = result.path("nextCursor").textValue();
              if (following == null || following.equals(cursor)) {
                return done(reading.done(following == null));
              }
              return isTooMuch(reading)
                  ? done(reading.done(false))
                  : next(pages, following, reading);
            });
  }

  private static CompletableFuture<ToolListing> done(ToolListing listing) {
    return CompletableFuture.completedFuture(listing);
  }

  private boolean isTooMuch(Reading reading) {
    boolean tooMuch =
        reading.pages >= MAX_PAGES
            || reading.tools.size() >= MAX_TOOLS
            || reading.bytes >= MAX_TOTAL_BYTES
            || clock.instant().isAfter(reading.deadline);
    if (tooMuch) {
      logger.warn(
          "upstream {}: its list of tools goes on after {} pages with {} tools; the rest is not"
              + " known",
          upstream,
          reading.pages,
          reading.tools.size());
    }
    return tooMuch;
  }

  private void add(JsonNode result, Reading reading) {
    for (JsonNode tool : result.path("tools")) {
      String name = tool.path("name").textValue();
      if (name == null) {
        continue;
      }
      byte[] bytes = bytes(tool);
      reading.bytes += bytes.length;
      ToolDefinition definition = known.get(digest(bytes), _ -> new ToolDefinition(name, tool));
      ToolDefinition other = reading.tools.putIfAbsent(name, definition);
      if (bytes.length > MAX_DEFINITION_BYTES) {
        logger.warn(
            "upstream {}: the definition of a tool has {} bytes (expected: <= {}): {}",
            upstream,
            bytes.length,
            MAX_DEFINITION_BYTES,
            name);
        reading.unusable.add(name);
      } else if (other != null && !other.equals(definition)) {
        logger.warn(
            "upstream {}: lists two different tools with the same name: {}", upstream, name);
        reading.unusable.add(name);
      }
    }
    JsonNode ttl = result.path("ttlMs");
    if (ttl.canConvertToLong() && ttl.longValue() >= 0) {
      Duration life = Duration.ofMillis(ttl.longValue());
      reading.life = life.compareTo(reading.life) < 0 ? life : reading.life;
    }
  }

  private static @Nullable JsonNode result(Inquiry.Finding.Heard heard) {
    JsonRpcMessage.Response response = heard.response();
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

  private ToolListing noList(Inquiry.Finding.Heard heard, Reading reading) {
    JsonObject error = heard.error();
    if (error != null
        && Integer.toString(ErrorCodes.METHOD_NOT_FOUND).equals(error.raw("code"))
        && reading.pages == 0) {
      // A server without the capability: it has no tools.
      return reading.done(true);
    }
    if (CredentialRefusal.is(heard.status())) {
      return new ToolListing.Failed(CredentialRefusal.of(upstream, heard.status()));
    }
    return new ToolListing.Failed(
        new Refusal.BadUpstreamAnswer(
            upstream, "status " + heard.status() + " and no list when asked for its tools"));
  }

  private static byte[] bytes(JsonNode tool) {
    try {
      return MAPPER.writeValueAsBytes(tool);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }
}
