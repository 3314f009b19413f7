package io.mcpgateway.auth.credential;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Stage;
import io.mcpgateway.core.exchange.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * Tells the upstream of one route who calls: a JWT that the gateway signs, beside the credential.
 * An anonymous caller gets none. What a client sends under the same name never goes upstream.
 *
 * <p>Signed on virtual threads, once for each caller and half of the JWT's life.
 */
public final class IdentityStage implements Stage {
  /** So that nobody takes it for an access token (RFC 8725 section 3.11). */
  static final String TYPE = "mcp-identity+jwt";

  private static final int MAX_CALLERS = 10_000;

  private final IdentitySettings settings;
  private final IdentitySettings.Signer signer;
  private final InstantSource clock;
  private final AsyncCache<Principal.Authenticated, Signed> signed;

  /**
   * @param until when the next one is signed
   */
  private record Signed(String jwt, Instant until) {}

  public IdentityStage(
      IdentitySettings settings, IdentitySettings.Signer signer, InstantSource clock) {
    this.settings = settings;
    this.signer = signer;
    this.clock = clock;
    this.signed =
        Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            // Only so that callers who do not come any more are forgotten.
            .expireAfterWrite(IdentitySettings.MAX_LIFE)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .buildAsync();
  }

  @Override
  public Verdict apply(Exchange exchange) {
    return switch (exchange.principal()) {
      case Principal.Anonymous() -> new Verdict.Continue(exchange);
      case Principal.Authenticated caller -> {
        CompletableFuture<Signed> identity = identity(caller, exchange.route().path());
        yield identity.state() == CompletableFuture.State.SUCCESS
            ? with(exchange, identity.resultNow())
            : new Verdict.Await(identity.thenApply(known -> with(exchange, known)));
      }
    };
  }

  /** Joins whoever has it signed already. */
  private CompletableFuture<Signed> identity(Principal.Authenticated caller, String route) {
    CompletableFuture<Signed> known = signed.get(caller, each -> sign(each, route));
    boolean stale =
        known.state() == CompletableFuture.State.SUCCESS
            && !clock.instant().isBefore(known.resultNow().until());
    if (!stale) {
      return known;
    }
    signed.asMap().remove(caller, known);
    return signed.get(caller, each -> sign(each, route));
  }

  private Verdict with(Exchange exchange, Signed identity) {
    Credential credential = exchange.credential();
    Map<String, String> headers = new HashMap<>(credential.headers());
    headers.put(settings.header(), identity.jwt());
    return new Verdict.Continue(exchange.with(new Credential(headers, credential.refused())));
  }

  private Signed sign(Principal.Authenticated caller, String route) {
    Instant now = clock.instant();
    Instant end = now.plus(settings.life());
    if (caller.expiresAt().isBefore(end)) {
      // A token that is accepted although it has just ended still gets a moment.
      end = caller.expiresAt().isAfter(now) ? caller.expiresAt() : now.plusSeconds(1);
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", signer.issuer());
    claims.put("aud", settings.audience());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", end.getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("sub", caller.subject());
    claims.put("idp", caller.issuer());
    if (caller.clientId() != null) {
      claims.put("client_id", caller.clientId());
    }
    if (caller.tenant() != null) {
      claims.put("tenant", caller.tenant());
    }
    claims.put("roles", sorted(caller.roles()));
    claims.put("scope", String.join(" ", sorted(caller.scopes())));
    if (!caller.actors().isEmpty()) {
      claims.put("act", act(caller.actors()));
    }
    claims.put("route", route);
    return new Signed(
        signer.key().sign(TYPE, claims), now.plus(Duration.between(now, end).dividedBy(2)));
  }

  private static List<String> sorted(Set<String> names) {
    return new ArrayList<>(new TreeSet<>(names));
  }

  /** The one who acts now, and nested in it those who acted before (RFC 8693 section 4.1). */
  private static Map<String, Object> act(List<Principal.Actor> actors) {
    Map<String, Object> inner = Map.of();
    for (Principal.Actor actor : actors.reversed()) {
      Map<String, Object> outer = new LinkedHashMap<>();
      outer.put("sub", actor.subject());
      if (actor.issuer() != null) {
        outer.put("iss", actor.issuer());
      }
      if (!inner.isEmpty()) {
        outer.put("act", inner);
      }
      inner = outer;
    }
    return inner;
  }
}
