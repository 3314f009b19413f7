package io.mcpgateway.testkit.oauth;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a test has told the server to do. Thread-safe. */
final class Settings {
  private final Set<Feature> features = ConcurrentHashMap.newKeySet();
  private final Map<Lie, String> lies = new ConcurrentHashMap<>();
  private final Map<Endpoint, Misbehaviour> misbehaviours = new ConcurrentHashMap<>();
  private final Map<String, Object> claims = new ConcurrentHashMap<>();
  private volatile Duration lifetime = Duration.ofMinutes(5);
  private volatile String subject = "alice";
  private volatile Set<String> scopes = Set.of();
  private volatile Optional<String> nonce = Optional.empty();

  Settings() {
    features.addAll(EnumSet.complementOf(EnumSet.of(Feature.OPAQUE_TOKENS, Feature.DPOP_REQUIRED)));
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  void set(Feature feature, boolean on) {
    if (on) {
      features.add(feature);
    } else {
      features.remove(feature);
    }
  }

  /** What is said: the truth, unless a test wants something else. */
  String say(Lie lie, String truth) {
    return lies.getOrDefault(lie, truth);
  }

  Optional<String> lie(Lie lie) {
    return Optional.ofNullable(lies.get(lie));
  }

  void lie(Lie lie, String untruth) {
    lies.put(lie, untruth);
  }

  Optional<Misbehaviour> misbehaviour(Endpoint endpoint) {
    return Optional.ofNullable(misbehaviours.get(endpoint));
  }

  void misbehave(Endpoint endpoint, Misbehaviour misbehaviour) {
    misbehaviours.put(endpoint, misbehaviour);
  }

  void behave() {
    lies.clear();
    misbehaviours.clear();
  }

  Map<String, Object> claims() {
    return claims;
  }

  Duration lifetime() {
    return lifetime;
  }

  void lifetime(Duration next) {
    lifetime = next;
  }

  String subject() {
    return subject;
  }

  void subject(String next) {
    subject = next;
  }

  /** The scopes that exist; empty: any. */
  Set<String> scopes() {
    return scopes;
  }

  void scopes(Set<String> next) {
    scopes = Set.copyOf(next);
  }

  /** What DPoP proofs must carry, if anything. */
  Optional<String> nonce() {
    return nonce;
  }

  void nonce(Optional<String> next) {
    nonce = next;
  }
}
