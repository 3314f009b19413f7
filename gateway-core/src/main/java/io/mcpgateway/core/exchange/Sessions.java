package io.mcpgateway.core.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Legacy sessions and places in their streams, as sealed tokens that the client carries. Bound to
 * route, upstream and principal: another principal's session is as unknown as one that never was.
 * Thread-safe.
 */
public final class Sessions {
  private static final Duration EVENT_LIFE = Duration.ofHours(24);
  private static final int MAX_ENDED = 100_000;

  private final SealedTokens sessionTokens;
  private final SealedTokens eventTokens;
  private final Duration life;
  private final InstantSource clock;
  private final SessionListener listener;

  /** Sessions that were ended through this replica; others learn it from the upstream. */
  private final Cache<String, Boolean> ended;

  /**
   * @param life how long a session may be used after it began
   */
  public Sessions(List<byte[]> secrets, Duration life, InstantSource clock) {
    this(secrets, life, clock, SessionListener.NONE);
  }

  /**
   * @param listener learns when sessions begin and end
   */
  public Sessions(
      List<byte[]> secrets, Duration life, InstantSource clock, SessionListener listener) {
    this.clock = clock;
    this.listener = listener;
    this.sessionTokens = new SealedTokens("session", secrets, clock);
    this.eventTokens = new SealedTokens("event", secrets, clock);
    this.life = life;
    this.ended = Caffeine.newBuilder().maximumSize(MAX_ENDED).expireAfterWrite(life).build();
  }

  /** The session id that the client of {@code exchange} gets for the upstream's. */
  public String seal(Exchange exchange, String upstreamId) {
    String token = sessionTokens.seal(upstreamId, binding(exchange), life);
    listener.began(exchange, label(token));
    return token;
  }

  /** The event id that the client gets for the upstream's on the stream that answers it. */
  public String sealEvent(Exchange exchange, String eventId) {
    String method = exchange.operation().method();
    String target = exchange.target().name();
    if (exchange.client().session() instanceof Session.Open(_, _, Session.ResumePoint resumed, _)
        && resumed != null) {
      method = resumed.method();
      target = resumed.target();
    }
    return eventTokens.seal(
        method.length() + ":" + method + target.length() + ":" + target + eventId,
        binding(exchange),
        EVENT_LIFE);
  }

  /** The opened session, or null if it is unknown, expired, ended, or not this exchange's. */
  public Session.@Nullable Open open(Exchange exchange, Session.Claimed claimed) {
    String binding = binding(exchange);
    String label = label(claimed.token());
    if (ended.getIfPresent(label) != null) {
      return null;
    }
    SealedTokens.Opened token = sessionTokens.unseal(claimed.token(), binding);
    if (token == null) {
      return null;
    }
    if (clock.instant().isAfter(token.expires())) {
      if (ended.asMap().putIfAbsent(label, true) == null) {
        listener.ended(exchange, label, life, SessionListener.End.EXPIRED);
      }
      return null;
    }
    Instant began = token.expires().minus(life);
    String lastEventId = claimed.lastEventId();
    if (lastEventId == null) {
      return new Session.Open(label, token.payload(), null, began);
    }
    String place = eventTokens.open(lastEventId, binding);
    return place == null
        ? null
        : new Session.Open(label, token.payload(), resumePoint(place), began);
  }

  /** From now on the session of {@code exchange} is unknown here, whatever the upstream thinks. */
  public void end(Exchange exchange, Session.Open session) {
    if (ended.asMap().putIfAbsent(session.label(), true) == null) {
      listener.ended(
          exchange,
          session.label(),
          Duration.between(session.began(), clock.instant()),
          SessionListener.End.DELETED);
    }
  }

  private static Session.ResumePoint resumePoint(String place) {
    int afterMethodLength = place.indexOf(':') + 1;
    int methodEnd = afterMethodLength + Integer.parseInt(place.substring(0, afterMethodLength - 1));
    int afterTargetLength = place.indexOf(':', methodEnd) + 1;
    int targetEnd =
        afterTargetLength + Integer.parseInt(place.substring(methodEnd, afterTargetLength - 1));
    return new Session.ResumePoint(
        place.substring(targetEnd),
        place.substring(afterMethodLength, methodEnd),
        place.substring(afterTargetLength, targetEnd));
  }

  private static String binding(Exchange exchange) {
    return exchange.route().path()
        + '\0'
        + exchange.route().upstream()
        + '\0'
        + exchange.principal().key();
  }

  private static String label(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }
}
