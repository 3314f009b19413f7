package io.mcpgateway.policy.model;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.policy.condition.Facts;
import io.mcpgateway.policy.condition.Variable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What conditions can know of a caller. What an anonymous one lacks is empty.
 *
 * @param roles what {@code principal.roles} is
 */
public record CallerFacts(Principal principal, Collection<String> roles, Instant now)
    implements Facts {
  @Override
  public boolean knowsArguments() {
    return true;
  }

  @Override
  public Object value(Variable variable) {
    Principal.Authenticated known =
        principal instanceof Principal.Authenticated authenticated ? authenticated : null;
    return switch (variable) {
      case ISSUER -> known == null ? "" : known.issuer();
      case SUBJECT -> known == null ? "" : known.subject();
      case CLIENT -> known == null ? "" : orEmpty(known.clientId());
      case TENANT -> known == null ? "" : orEmpty(known.tenant());
      case ROLES -> List.copyOf(roles);
      case GROUPS -> known == null ? List.of() : List.copyOf(known.groups());
      case SCOPES -> known == null ? List.of() : List.copyOf(known.scopes());
      case ACTORS ->
          known == null
              ? List.of()
              : known.actors().stream().map(Principal.Actor::subject).toList();
      case CLAIMS -> known == null ? Map.of() : known.claims();
      case NOW -> now;
      case ARGS,
          TOOL_NAME,
          TOOL_RISK,
          TOOL_ANNOTATIONS,
          UPSTREAM,
          ROUTE,
          CLIENT_NAME,
          ERA,
          METHOD ->
          throw new IllegalArgumentException(variable.path() + ": nothing that a caller has");
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
