package io.mcpgateway.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.exchange.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who acts for a token's subject: its {@code act} claim, nested (RFC 8693 section 4.1). */
final class ActorChain {
  private ActorChain() {}

  /**
   * The chain, who acts now first; empty if the subject acts alone. A chain that is too long or of
   * which a link does not name its actor is refused as a whole: whoever decides by it must not miss
   * somebody.
   */
  static List<Principal.Actor> of(JsonNode claims, int maxActors) throws InvalidTokenException {
    if (!claims.has("act")) {
      return List.of();
    }
    List<Principal.Actor> actors = new ArrayList<>();
    for (@Nullable JsonNode act = claims.get("act"); act != null; act = act.get("act")) {
      if (!act.isObject()) {
        throw new InvalidTokenException("act: not an object");
      }
      if (actors.size() == maxActors) {
        throw new InvalidTokenException("act: more actors than max-actors");
      }
      actors.add(
          new Principal.Actor(
              ClaimValues.text(act.path("sub"), "act.sub", false),
              act.has("iss") ? ClaimValues.text(act.path("iss"), "act.iss", false) : null));
    }
    return actors;
  }
}
