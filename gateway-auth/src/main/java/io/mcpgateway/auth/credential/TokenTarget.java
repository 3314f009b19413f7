package io.mcpgateway.auth.credential;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token shall be for.
 *
 * @param scopes as in RFC 6749 section 3.3; empty for what the server gives by default
 * @param audience the name of the upstream at the authorization server, or null
 * @param resource the upstream's resource identifier (RFC 8707), or null
 */
public record TokenTarget(List<String> scopes, @Nullable String audience, @Nullable URI resource) {
  /** Whatever the server gives. */
  public static final TokenTarget UNSAID = new TokenTarget(List.of(), null, null);

  public TokenTarget {
    scopes = List.copyOf(scopes);
    for (String scope : scopes) {
      boolean token =
          !scope.isEmpty()
              && scope.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
      if (!token) {
        throw new IllegalArgumentException(
            "scopes: " + scope + " (expected: scopes without blanks and quotes)");
      }
    }
    if (resource != null && (!resource.isAbsolute() || resource.getRawFragment() != null)) {
      throw new IllegalArgumentException(
          "resource: " + resource + " (expected: an absolute URI without fragment)");
    }
  }

  /** The form of a request for it. */
  Map<String, String> form(String grantType) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", grantType);
    if (!scopes.isEmpty()) {
      form.put("scope", String.join(" ", scopes));
    }
    if (audience != null) {
      form.put("audience", audience);
    }
    if (resource != null) {
      form.put("resource", resource.toString());
    }
    return form;
  }
}
