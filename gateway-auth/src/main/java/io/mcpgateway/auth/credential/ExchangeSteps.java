package io.mcpgateway.auth.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of which authorization server so that a caller's token becomes one for the
 * upstream: one exchange (RFC 8693), or an exchange for an identity assertion and then a grant for
 * that (RFC 7523 and the Identity Assertion JWT Authorization Grant).
 *
 * <p>This is the one place that sends a caller's token anywhere, and it goes to the configured
 * authorization server alone. Thread-safe; blocks, for virtual threads.
 */
final class ExchangeSteps implements AutoCloseable {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final TokenExchangeSettings settings;
  private final TokenEndpoint first;
  private final @Nullable TokenEndpoint second;
  private final @Nullable OwnToken actor;

  ExchangeSteps(TokenExchangeSettings settings, InstantSource clock) {
    this.settings = settings;
    this.first = new TokenEndpoint(settings.server(), clock);
    this.second =
        settings.assertion() == null
            ? null
            : new TokenEndpoint(settings.assertion().server(), clock);
    this.actor = settings.actor() == null ? null : new OwnToken(first, settings.actor(), clock);
  }

  long requests() {
    return first.requests() + (second == null ? 0 : second.requests());
  }

  long failures() {
    return first.failures() + (second == null ? 0 : second.failures());
  }

  /** Never lasts longer than the caller's own token. */
  TokenAnswer exchange(CallerToken caller) throws InterruptedException {
    TokenAnswer own = actor == null ? null : actor.token();
    if (own instanceof TokenAnswer.None) {
      return own;
    }
    String actorToken = own instanceof TokenAnswer.Issued issued ? issued.token() : null;
    TokenExchangeSettings.Assertion assertion = settings.assertion();
    TokenAnswer answer =
        assertion == null || second == null
            ? direct(caller, actorToken)
            : viaAssertion(caller, actorToken, assertion, second);
    return answer instanceof TokenAnswer.Issued issued
        ? issued.until(caller.principal().expiresAt())
        : answer;
  }

  private TokenAnswer direct(CallerToken caller, @Nullable String actorToken)
      throws InterruptedException {
    Map<String, String> form = settings.target().form(EXCHANGE);
    addTokens(form, caller, actorToken);
    form.put("requested_token_type", TokenType.ACCESS_TOKEN.urn());
    TokenAnswer answer = Bearer.required(first.request(form));
    return answer instanceof TokenAnswer.Issued issued
        ? checked(issued, caller, audiences(settings.target()))
        : answer;
  }

  private TokenAnswer viaAssertion(
      CallerToken caller,
      @Nullable String actorToken,
      TokenExchangeSettings.Assertion assertion,
      TokenEndpoint server)
      throws InterruptedException {
    Map<String, String> form = settings.target().form(EXCHANGE);
    addTokens(form, caller, actorToken);
    form.put("audience", assertion.issuer());
    form.put("requested_token_type", TokenType.ID_JAG.urn());
    TokenAnswer asserted = first.request(form);
    if (!(asserted instanceof TokenAnswer.Issued jag)) {
      return asserted;
    }
    if (!TokenType.ID_JAG.urn().equals(jag.issuedType())) {
      return wrong("issued another kind of token than an identity assertion");
    }
    TokenAnswer checked = checked(jag, caller, Set.of(assertion.issuer()));
    if (checked instanceof TokenAnswer.None) {
      return checked;
    }
    Map<String, String> grant = assertion.target().form(ASSERTION);
    grant.put("assertion", jag.token());
    TokenAnswer answer = Bearer.required(server.request(grant));
    return answer instanceof TokenAnswer.Issued issued && isOwn(issued, caller)
        ? wrong("gave the caller's own token back")
        : answer;
  }

  private void addTokens(
      Map<String, String> form, CallerToken caller, @Nullable String actorToken) {
    form.put("subject_token", caller.text());
    form.put("subject_token_type", settings.subjectType().urn());
    if (actorToken != null) {
      form.put("actor_token", actorToken);
      form.put("actor_token_type", TokenType.ACCESS_TOKEN.urn());
    }
  }

  /**
   * A server that is set up wrongly must not turn the exchange into passing the caller's token on,
   * or into another caller's rights.
   */
  private TokenAnswer checked(
      TokenAnswer.Issued issued, CallerToken caller, Set<String> audiences) {
    if (isOwn(issued, caller)) {
      return wrong("gave the caller's own token back");
    }
    JsonNode claims = JwtGlance.claims(issued.token());
    if (claims == null) {
      return issued;
    }
    if (!JwtGlance.isFor(claims, audiences)) {
      return wrong("issued a token for another audience");
    }
    String subject = claims.path("sub").textValue();
    boolean sameSubject = subject == null || subject.equals(caller.principal().subject());
    return sameSubject || !settings.keepsSubject()
        ? issued
        : wrong("issued a token for another subject");
  }

  private static boolean isOwn(TokenAnswer.Issued issued, CallerToken caller) {
    return issued.token().equals(caller.text());
  }

  private static TokenAnswer wrong(String what) {
    return new TokenAnswer.None(false, "the authorization server " + what);
  }

  private static Set<String> audiences(TokenTarget target) {
    Set<String> audiences = new HashSet<>();
    if (target.audience() != null) {
      audiences.add(target.audience());
    }
    if (target.resource() != null) {
      audiences.add(target.resource().toString());
    }
    return audiences;
  }

  @Override
  public void close() {
    first.close();
    if (second != null) {
      second.close();
    }
  }
}
