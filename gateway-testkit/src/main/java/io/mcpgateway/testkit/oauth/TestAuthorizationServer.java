package io.mcpgateway.testkit.oauth;

import com.sun.net.httpserver.HttpExchange;
import io.mcpgateway.testkit.TestIssuer;
import io.mcpgateway.testkit.TestToken;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A conforming OAuth 2.1 authorization server on 127.0.0.1: metadata, keys, codes with PKCE,
 * resource indicators, refresh, client credentials, token exchange, identity assertions, dynamic
 * registration, client ID metadata documents, introspection, revocation and DPoP. Approves whatever
 * a known client asks for. Misbehaves as told, counts and records. Thread-safe.
 */
public final class TestAuthorizationServer implements AutoCloseable {
  private final TestIssuer issuer;
  private final Settings settings = new Settings();
  private final Clients clients = new Clients(settings);
  private final Metadata metadata;
  private final Tokens tokens;
  private final AuthorizationEndpoint authorization;
  private final ClientAuthentication authentication;
  private final TokenEndpoint tokenEndpoint;
  private final Exchanges exchanges;
  private final List<OAuthRequest> requests = new CopyOnWriteArrayList<>();

  /** A server whose issuer has no path, with an RS256 key and the real time. */
  public static TestAuthorizationServer start() {
    return start("", InstantSource.system());
  }

  /**
   * @param path of the issuer's URL: empty, or for example {@code /realms/corp}
   * @param clock what "now" is for its tokens
   */
  public static TestAuthorizationServer start(String path, InstantSource clock) {
    TestAuthorizationServer server =
        new TestAuthorizationServer(TestIssuer.start(path, clock), clock);
    server.open(path);
    return server;
  }

  private TestAuthorizationServer(TestIssuer issuer, InstantSource clock) {
    this.issuer = issuer;
    this.metadata = new Metadata(issuer.issuer(), settings);
    this.tokens = new Tokens(issuer, settings, clock);
    this.exchanges = new Exchanges(issuer.issuer(), settings, tokens, clock);
    String tokenUri = at(Endpoint.TOKEN).toString();
    this.authentication = new ClientAuthentication(issuer.issuer(), tokenUri, clients, clock);
    Codes codes = new Codes();
    this.authorization = new AuthorizationEndpoint(issuer.issuer(), settings, clients, codes);
    this.tokenEndpoint =
        new TokenEndpoint(
            settings,
            codes,
            tokens,
            authentication,
            new DpopProofs(tokenUri, settings, clock),
            exchanges);
  }

  private void open(String path) {
    Set<String> wellKnown = new LinkedHashSet<>();
    wellKnown.add("/.well-known/oauth-authorization-server" + path);
    wellKnown.add("/.well-known/openid-configuration" + path);
    wellKnown.add(path + "/.well-known/openid-configuration");
    wellKnown.forEach(each -> serve(Endpoint.METADATA, each));
    for (Endpoint endpoint : Endpoint.values()) {
      if (endpoint != Endpoint.METADATA) {
        serve(endpoint, path + endpoint.path());
      }
    }
  }

  /** The value of {@code iss}. */
  public String issuer() {
    return issuer.issuer();
  }

  public URI at(Endpoint endpoint) {
    return URI.create(issuer.issuer() + endpoint.path());
  }

  /** Its keys, and tokens with any claims. Its own key set and metadata are served from here. */
  public TestIssuer keys() {
    return issuer;
  }

  /** A good token for {@code audience}, to be spoilt as the test needs; not yet signed. */
  public TestToken token(String audience) {
    return issuer.token(audience).claim("jti", UUID.randomUUID().toString());
  }

  // Who is known.

  /** Makes a client known beforehand. */
  public OAuthClient register(OAuthClient client) {
    clients.add(client);
    return client;
  }

  /** Believes the identity assertions of another server. */
  public void trust(TestAuthorizationServer other) {
    exchanges.trust(other.issuer);
  }

  /** How client ID metadata documents are fetched, for example with other trusted certificates. */
  public void fetchDocumentsWith(HttpClient http) {
    clients.fetchWith(http);
  }

  // What is issued.

  /** How long the access tokens that are issued from now on are good. */
  public void lifetime(Duration lifetime) {
    settings.lifetime(lifetime);
  }

  /** Who authorizes whatever is asked for. */
  public void subject(String subject) {
    settings.subject(subject);
  }

  /** A claim of every access token that is issued from now on. */
  public void claim(String name, Object value) {
    settings.claims().put(name, value);
  }

  /** The scopes that exist; none: any. */
  public void scopes(String... scopes) {
    settings.scopes(Set.of(scopes));
  }

  /** What DPoP proofs must carry from now on. */
  public void demandNonce(String nonce) {
    settings.nonce(Optional.of(nonce));
  }

  public void enable(Feature feature) {
    settings.set(feature, true);
  }

  public void disable(Feature feature) {
    settings.set(feature, false);
  }

  /** Ends a token by itself, as {@link Endpoint#REVOKE} does for a client. */
  public void revoke(String token) {
    tokens.revoke(token);
  }

  // Misbehaviour.

  public void misbehave(Endpoint endpoint, Misbehaviour misbehaviour) {
    settings.misbehave(endpoint, misbehaviour);
  }

  public void lie(Lie about, String untruth) {
    settings.lie(about, untruth);
  }

  /** No misbehaviour and no lie any more. */
  public void behave() {
    settings.behave();
  }

  // What happened.

  /** How often an endpoint was asked. */
  public int count(Endpoint endpoint) {
    return requests(endpoint).size();
  }

  /** What an endpoint was asked, in order of arrival. */
  public List<OAuthRequest> requests(Endpoint endpoint) {
    return requests.stream().filter(request -> request.endpoint() == endpoint).toList();
  }

  /** How often client ID metadata documents were fetched. */
  public int documentFetches() {
    return clients.documentFetches();
  }

  private void serve(Endpoint endpoint, String path) {
    issuer.serve(
        path,
        exchange -> {
          try (exchange) {
            if (exchange.getRequestURI().getPath().equals(path)) {
              OAuthRequest request = OAuthRequest.read(endpoint, exchange);
              requests.add(request);
              answer(request, exchange);
            } else {
              Answer.empty(404).send(exchange);
            }
          }
        });
  }

  private void answer(OAuthRequest request, HttpExchange exchange) throws IOException {
    Optional<Misbehaviour> misbehaviour = settings.misbehaviour(request.endpoint());
    if (misbehaviour.isEmpty()) {
      answer(request).send(exchange);
      return;
    }
    switch (misbehaviour.get()) {
      case Misbehaviour.Late(Duration pause) -> {
        sleep(pause);
        answer(request).send(exchange);
      }
      case Misbehaviour.Fails(int status) -> Answer.empty(status).send(exchange);
      case Misbehaviour.Redirects(URI target) -> Answer.redirect(target.toString()).send(exchange);
      case Misbehaviour.Says(String type, String text) ->
          new Answer(200, Map.of("content-type", type), text).send(exchange);
      case Misbehaviour.Padded(int bytes) -> answer(request).padded(bytes).send(exchange);
      case Misbehaviour.Drips(Duration pause) -> drip(exchange, pause);
      case Misbehaviour.HangsUp() -> {
        // Closing the exchange without an answer closes the connection.
      }
    }
  }

  private Answer answer(OAuthRequest request) {
    try {
      return switch (request.endpoint()) {
        case METADATA -> Answer.json(200, metadata.document());
        case KEYS -> Answer.json(200, Json.object(issuer.jwks()));
        case AUTHORIZE -> authorization.answer(request);
        case TOKEN -> tokenEndpoint.answer(request);
        case REGISTER -> clients.register(request);
        case INTROSPECT -> introspect(request);
        case REVOKE -> revoke(request);
      };
    } catch (OAuthFailure refused) {
      return refused.answer();
    }
  }

  /** RFC 7662 section 2. */
  private Answer introspect(OAuthRequest request) {
    authentication.confidential(request);
    return tokens
        .active(request.required("token"))
        .map(
            claims -> {
              Map<String, Object> said = new LinkedHashMap<>(claims);
              said.put("active", true);
              said.put("token_type", claims.containsKey("cnf") ? "DPoP" : "Bearer");
              return Answer.json(200, said);
            })
        .orElseGet(() -> Answer.json(200, Map.of("active", false)));
  }

  /** RFC 7009 section 2: also for a token that never was. */
  private Answer revoke(OAuthRequest request) {
    authentication.client(request);
    tokens.revoke(request.required("token"));
    return Answer.json(200, Map.of());
  }

  private static void drip(HttpExchange exchange, Duration pause) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      while (!Thread.currentThread().isInterrupted()) {
        body.write(' ');
        body.flush();
        sleep(pause);
      }
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    issuer.close();
  }
}
