package io.mcpgateway.testkit.oauth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Exchanges a grant for a token: RFC 6749 section 3.2, with RFC 8707 and RFC 9449. */
final class TokenEndpoint {
  private final Settings settings;
  private final Codes codes;
  private final Tokens tokens;
  private final ClientAuthentication authentication;
  private final DpopProofs proofs;
  private final Exchanges exchanges;

  TokenEndpoint(
      Settings settings,
      Codes codes,
      Tokens tokens,
      ClientAuthentication authentication,
      DpopProofs proofs,
      Exchanges exchanges) {
    this.settings = settings;
    this.codes = codes;
    this.tokens = tokens;
    this.authentication = authentication;
    this.proofs = proofs;
    this.exchanges = exchanges;
  }

  Answer answer(OAuthRequest request) {
    if (!request.method().equals("POST")) {
      return Answer.empty(405);
    }
    try {
      return Answer.json(200, token(request));
    } catch (OAuthFailure refused) {
      Answer answer = refused.answer();
      return settings.nonce().map(nonce -> answer.header("dpop-nonce", nonce)).orElse(answer);
    }
  }

  private Map<String, Object> token(OAuthRequest request) {
    String type = request.required("grant_type");
    OAuthClient client = authentication.client(request);
    Optional<String> thumbprint = proofs.thumbprint(request);
    return switch (type) {
      case "authorization_code" -> {
        Grant grant = narrowed(codes.redeem(request, client), request);
        yield tokens.answer(grant.boundTo(thumbprint), true);
      }
      case "refresh_token" -> {
        Grant grant = tokens.spend(request.required("refresh_token"), client);
        if (!grant.thumbprint().equals(thumbprint)) {
          throw new OAuthFailure("invalid_dpop_proof", "DPoP proof: not of the token's key");
        }
        yield tokens.answer(narrowed(grant, request), true);
      }
      case "client_credentials" -> {
        confidential(client);
        yield tokens.answer(own(request, client).boundTo(thumbprint), false);
      }
      case Exchanges.TOKEN_EXCHANGE -> {
        confidential(client);
        yield exchanges.exchange(request, client, thumbprint);
      }
      case Exchanges.JWT_BEARER -> {
        confidential(client);
        yield exchanges.assertion(request, client, thumbprint);
      }
      default -> throw new OAuthFailure("unsupported_grant_type", "grant_type: " + type);
    };
  }

  private static void confidential(OAuthClient client) {
    if (client.isPublic()) {
      throw new OAuthFailure("unauthorized_client", "client: public");
    }
  }

  private Grant own(OAuthRequest request, OAuthClient client) {
    return new Grant(
        UUID.randomUUID().toString(),
        client,
        client.id(),
        AuthorizationEndpoint.scope(request, settings),
        AuthorizationEndpoint.resources(request),
        Optional.empty(),
        Map.of());
  }

  /**
   * What is asked for now must have been allowed then: RFC 6749 section 6, RFC 8707 section 2.2.
   */
  private Grant narrowed(Grant grant, OAuthRequest request) {
    Set<String> scope = AuthorizationEndpoint.scope(request, settings);
    List<String> resources = AuthorizationEndpoint.resources(request);
    if (!grant.scope().containsAll(scope)) {
      throw new OAuthFailure("invalid_scope", "scope: more than was granted");
    }
    if (!grant.resources().containsAll(resources)) {
      throw OAuthFailure.invalidTarget("resource: not one that was granted");
    }
    return grant.with(
        scope.isEmpty() ? grant.scope() : scope,
        resources.isEmpty() ? grant.resources() : resources);
  }
}
