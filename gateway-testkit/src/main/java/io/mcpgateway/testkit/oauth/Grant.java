package io.mcpgateway.testkit.oauth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody allowed a client to do.
 *
 * @param family shared by all tokens that come of one authorization
 * @param resources where the tokens may be used, RFC 8707
 * @param thumbprint of the DPoP key that the tokens are bound to
 * @param actors who acts for the subject, the latest outermost, RFC 8693 section 4.1; empty if
 *     nobody does
 */
record Grant(
    String family,
    OAuthClient client,
    String subject,
    Set<String> scope,
    List<String> resources,
    Optional<String> thumbprint,
    Map<String, Object> actors) {

  Grant with(Set<String> otherScope, List<String> otherResources) {
    return new Grant(family, client, subject, otherScope, otherResources, thumbprint, actors);
  }

  Grant boundTo(Optional<String> otherThumbprint) {
    return new Grant(family, client, subject, scope, resources, otherThumbprint, actors);
  }
}
