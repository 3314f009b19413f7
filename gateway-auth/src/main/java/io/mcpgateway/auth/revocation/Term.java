package io.mcpgateway.auth.revocation;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.exchange.Session;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of the eight things that {@link Terms} may name. Those that tell the most exchanges apart
 * come first: a revocation is looked up by the first that it gives.
 */
enum Term {
  TOKEN_ID("tokenId"),
  SESSION("session"),
  SUBJECT("subject"),
  CLIENT_ID("clientId"),
  TOOL("tool"),
  ROUTE("route"),
  UPSTREAM("upstream"),
  ISSUER("issuer");

  private final String wireName;

  Term(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  static @Nullable Term named(String wireName) {
    for (Term term : values()) {
      if (term.wireName.equals(wireName)) {
        return term;
      }
    }
    return null;
  }

  static String names() {
    return Arrays.stream(values()).map(Term::wireName).collect(Collectors.joining(", "));
  }

  /** What the revocation demands, or null. */
  @Nullable String of(Terms terms) {
    return switch (this) {
      case TOKEN_ID -> terms.tokenId();
      case SESSION -> terms.session();
      case SUBJECT -> terms.subject();
      case CLIENT_ID -> terms.clientId();
      case TOOL -> terms.tool();
      case ROUTE -> terms.route();
      case UPSTREAM -> terms.upstream();
      case ISSUER -> terms.issuer();
    };
  }

  /**
   * What the exchange has, or null.
   *
   * @param tool the tool that the exchange calls, or would call
   */
  @Nullable String of(Exchange exchange, @Nullable String tool) {
    return switch (this) {
      case TOKEN_ID ->
          exchange.principal() instanceof Principal.Authenticated known ? known.tokenId() : null;
      case SESSION ->
          exchange.client().session() instanceof Session.Open open ? open.label() : null;
      case SUBJECT ->
          exchange.principal() instanceof Principal.Authenticated known ? known.subject() : null;
      case CLIENT_ID ->
          exchange.principal() instanceof Principal.Authenticated known ? known.clientId() : null;
      case TOOL -> tool;
      case ROUTE -> exchange.route().path();
      case UPSTREAM -> exchange.route().upstream();
      case ISSUER ->
          exchange.principal() instanceof Principal.Authenticated known ? known.issuer() : null;
    };
  }
}
