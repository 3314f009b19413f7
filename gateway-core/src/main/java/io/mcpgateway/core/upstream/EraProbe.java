package io.mcpgateway.core.upstream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.ErrorCodes;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.ProtocolVersion;
import io.mcpgateway.core.protocol.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which eras an upstream speaks, and remembers (MCP 2026-07-28, basic, versioning;
 * streamable HTTP, backward compatibility).
 *
 * <p>Asks {@code server/discover}, then {@code initialize}, then, if neither is known there, for
 * the stream of an HTTP+SSE server. Refused credentials, server errors and failures of the network
 * say nothing about eras: they are reported, and the next use asks again. Thread-safe; exchanges
 * that come while it asks share one probe.
 */
final class EraProbe {
  private static final Logger logger = LoggerFactory.getLogger(EraProbe.class);

  /** A stale legacy verdict would never fail by itself: such servers take what they get. */
  private static final Duration LEGACY_LIFE = Duration.ofMinutes(10);

  /** A client must not be able to make the gateway probe with every request. */
  private static final Duration MIN_LIFE = Duration.ofSeconds(10);

  /** What a probe ends with. */
  sealed interface Verdict {
    record Speaks(Set<Era> eras) implements Verdict {}

    record Unknown(Refusal why) implements Verdict {}
  }

  private record Known(Set<Era> eras, Instant since) {}

  /** A probe under way. */
  private record Asking(Credential credential, CompletableFuture<Verdict> verdict) {}

  private enum Says {
    YES,
    NO,
    NOTHING
  }

  private final String upstream;
  private final OwnRequests requests;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Asking> underWay = new AtomicReference<>();
  private volatile @Nullable Known known;

  EraProbe(String upstream, OwnRequests requests, InstantSource clock) {
    this.upstream = upstream;
    this.requests = requests;
    this.clock = clock;
  }

  /** The eras, or null if they are not known now. */
  @Nullable Set<Era> known() {
    Known last = known;
    if (last == null) {
      return null;
    }
    boolean stale =
        !last.eras.contains(Era.MODERN) && clock.instant().isAfter(last.since.plus(LEGACY_LIFE));
    return stale ? null : last.eras;
  }

  /** The upstream answered as if it did not speak an era that it spoke before. */
  void doubt() {
    Known last = known;
    if (last != null && clock.instant().isAfter(last.since.plus(MIN_LIFE))) {
      known = null;
    }
  }

  /**
   * Asks, or joins the one who asks already. The future never fails. That somebody else's
   * credential was refused says nothing about this one.
   */
  CompletableFuture<Verdict> ask(ConnectionPool pool, Credential credential) {
    Asking mine = new Asking(credential, new CompletableFuture<>());
    Asking theirs = underWay.compareAndExchange(null, mine);
    if (theirs != null) {
      return theirs.credential.headers().equals(credential.headers())
          ? theirs.verdict
          : theirs.verdict.thenCompose(
              verdict -> isCredentialFailure(verdict) ? ask(pool, credential) : done(verdict));
    }
    var _ =
        probe(pool, credential)
            .whenComplete(
                (verdict, bug) -> {
                  if (verdict == null) {
                    logger.error("upstream {}: the probe failed", upstream, bug);
                  }
                  underWay.set(null);
                  mine.verdict.complete(
                      verdict == null ? new Verdict.Unknown(new Refusal.Internal()) : verdict);
                });
    return mine.verdict;
  }

  private static boolean isCredentialFailure(Verdict verdict) {
    return verdict instanceof Verdict.Unknown(Refusal.CredentialFailed _);
  }

  private CompletableFuture<Verdict> probe(ConnectionPool pool, Credential credential) {
    return Inquiry.ask(pool, requests.discover(credential.headers()), credential)
        .thenCompose(
            discovered -> {
              Says modern = saysModern(discovered);
              return modern == Says.NOTHING
                  ? CompletableFuture.completedFuture(unknown(discovered))
                  : probeLegacy(pool, credential, modern == Says.YES);
            });
  }

  private CompletableFuture<Verdict> probeLegacy(
      ConnectionPool pool, Credential credential, boolean modern) {
    return Inquiry.ask(pool, requests.initialize(credential.headers()), credential)
        .thenCompose(
            initialized -> {
              endSession(pool, credential, initialized);
              return switch (saysLegacy(initialized)) {
                case YES -> done(learn(eras(modern, Era.LEGACY)));
                case NO ->
                    modern
                        ? done(learn(eras(true, null)))
                        : probeSse(pool, credential, initialized);
                // Good enough for those who wait; the next use asks again.
                case NOTHING ->
                    done(modern ? new Verdict.Speaks(eras(true, null)) : unknown(initialized));
              };
            });
  }

  private CompletableFuture<Verdict> probeSse(
      ConnectionPool pool, Credential credential, Inquiry.Finding initialized) {
    if (!(initialized instanceof Inquiry.Finding.Heard heard) || heard.response() != null) {
      return done(speaksNothing());
    }
    return Inquiry.ask(pool, requests.openStream(credential.headers()), credential)
        .thenApply(
            opened ->
                switch (opened) {
                  case Inquiry.Finding.Heard(int status, _, String firstEvent, _)
                      when status == 200 && "endpoint".equals(firstEvent) ->
                      learn(eras(false, Era.SSE));
                  case Inquiry.Finding.Heard(int status, _, _, _) ->
                      isInconclusive(status) ? unknown(opened) : speaksNothing();
                  case Inquiry.Finding.Failed _ -> unknown(opened);
                });
  }

  private void endSession(ConnectionPool pool, Credential credential, Inquiry.Finding initialized) {
    if (initialized instanceof Inquiry.Finding.Heard heard && heard.sessionId() != null) {
      var _ =
          Inquiry.ask(
              pool, requests.endSession(credential.headers(), heard.sessionId()), credential);
    }
  }

  private Verdict learn(Set<Era> eras) {
    known = new Known(eras, clock.instant());
    logger.info("upstream {} speaks {}", upstream, eras);
    return new Verdict.Speaks(eras);
  }

  private static Set<Era> eras(boolean modern, @Nullable Era other) {
    Set<Era> eras = EnumSet.noneOf(Era.class);
    if (modern) {
      eras.add(Era.MODERN);
    }
    if (other != null) {
      eras.add(other);
    }
    return Collections.unmodifiableSet(eras);
  }

  private static CompletableFuture<Verdict> done(Verdict verdict) {
    return CompletableFuture.completedFuture(verdict);
  }

  private Verdict speaksNothing() {
    return new Verdict.Unknown(
        new Refusal.BadUpstreamAnswer(upstream, "the upstream speaks no era of MCP"));
  }

  private Verdict unknown(Inquiry.Finding finding) {
    return new Verdict.Unknown(
        switch (finding) {
          case Inquiry.Finding.Failed(Refusal why) -> why;
          case Inquiry.Finding.Heard(int status, _, _, _) ->
              CredentialRefusal.is(status)
                  ? CredentialRefusal.of(upstream, status)
                  : new Refusal.BadUpstreamAnswer(
                      upstream, "status " + status + " while the upstream's era was asked for");
        });
  }

  // What answers mean.

  private static Says saysModern(Inquiry.Finding discovered) {
    if (!(discovered instanceof Inquiry.Finding.Heard heard) || isInconclusive(heard.status())) {
      return Says.NOTHING;
    }
    JsonObject result = heard.result();
    if (result != null) {
      return lists(heard.response(), result.span("supportedVersions")) ? Says.YES : Says.NO;
    }
    JsonObject error = heard.error();
    int code = error == null ? 0 : code(error);
    if (code == ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION && error != null) {
      // A modern server of another revision is not one that the gateway can speak to.
      Span data = error.object("data") == null ? null : error.span("data");
      return data != null && listsIn(heard.response(), data) ? Says.YES : Says.NO;
    }
    return code == ErrorCodes.HEADER_MISMATCH || code == ErrorCodes.MISSING_CLIENT_CAPABILITY
        ? Says.YES
        : Says.NO;
  }

  private static boolean listsIn(@Nullable JsonRpcMessage message, Span data) {
    return message != null
        && lists(message, JsonObject.at(message.bytes(), data).span("supported"));
  }

  /** Whether the array at {@code span} has a modern version that the gateway speaks. */
  private static boolean lists(@Nullable JsonRpcMessage message, @Nullable Span span) {
    if (message == null || span == null || message.bytes()[span.start()] != '[') {
      return false;
    }
    try (JsonParser parser = Json.parser(message.bytes(), span.start(), span.length())) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        boolean ours =
            parser.currentToken() == JsonToken.VALUE_STRING
                && ProtocolVersion.of(parser.getText())
                    .filter(version -> version.era() == Era.MODERN)
                    .isPresent();
        if (ours) {
          return true;
        }
        parser.skipChildren();
      }
      return false;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Says saysLegacy(Inquiry.Finding initialized) {
    if (!(initialized instanceof Inquiry.Finding.Heard heard) || isInconclusive(heard.status())) {
      return Says.NOTHING;
    }
    JsonObject result = heard.result();
    return result != null && result.string("protocolVersion") != null ? Says.YES : Says.NO;
  }

  private static boolean isInconclusive(int status) {
    return status >= 500 || status == 401 || status == 403 || status == 408 || status == 429;
  }

  private static int code(JsonObject error) {
    String code = error.raw("code");
    try {
      return code == null ? 0 : Integer.parseInt(code);
    } catch (NumberFormatException notAnInteger) {
      return 0;
    }
  }
}
