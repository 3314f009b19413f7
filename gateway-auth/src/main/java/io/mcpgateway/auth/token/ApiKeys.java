package io.mcpgateway.auth.token;

import io.mcpgateway.core.exchange.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows callers by their API keys. Thread-safe, never blocks.
 *
 * <p>What is presented is hashed and compared with every key of the set, in the same time whether
 * it is like one of them or not: how long the answer takes says nothing about any key.
 */
public final class ApiKeys {
  /** The longest key that is looked at, in bytes. */
  public static final int MAX_LENGTH = 512;

  /** The shortest: fewer characters can be tried out one after the other. */
  public static final int MIN_LENGTH = 20;

  private final ApiKeySet settings;
  private final InstantSource clock;
  private final List<Known> known = new ArrayList<>();

  private record Known(
      @SuppressWarnings("ArrayRecordComponent") byte[] hash, Principal.Authenticated principal) {}

  /** Who presents a key. */
  public sealed interface Match {
    record Caller(Principal.Authenticated principal) implements Match {}

    /** A key of the set, but its time is over. */
    record Expired(Principal.Authenticated principal) implements Match {}

    /** No key of this set. */
    record None() implements Match {}
  }

  public ApiKeys(ApiKeySet settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    for (ApiKey key : settings.keys()) {
      known.add(new Known(HexFormat.of().parseHex(key.sha256()), principal(key)));
    }
  }

  private Principal.Authenticated principal(ApiKey key) {
    return new Principal.Authenticated(
        "api-key:" + settings.name(),
        key.principal(),
        null,
        List.of(),
        key.tenant(),
        key.roles(),
        key.groups(),
        key.claims(),
        key.scopes(),
        key.id(),
        key.expires() == null ? Instant.MAX : key.expires());
  }

  String name() {
    return settings.name();
  }

  /** The header field that holds the key, or null for {@code Authorization: Bearer}. */
  public @Nullable String header() {
    return settings.header();
  }

  /** Whose key {@code presented} is. */
  public Match find(String presented) {
    int length = presented.length();
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      return new Match.None();
    }
    // Characters that Latin-1 cannot hold become '?': such a key has the hash of another text.
    byte[] hash = Sha256.of(presented.getBytes(StandardCharsets.ISO_8859_1), 0, length);
    Principal.Authenticated caller = null;
    for (Known each : known) {
      // No break: all comparisons are always made.
      if (MessageDigest.isEqual(each.hash, hash)) {
        caller = each.principal;
      }
    }
    if (caller == null) {
      return new Match.None();
    }
    return clock.instant().isBefore(caller.expiresAt())
        ? new Match.Caller(caller)
        : new Match.Expired(caller);
  }

  /** Whether the caller is one that a key of this set says, with all that it says of them. */
  public boolean vouchesFor(Principal.Authenticated caller) {
    return known.stream().anyMatch(each -> each.principal.equals(caller));
  }
}
