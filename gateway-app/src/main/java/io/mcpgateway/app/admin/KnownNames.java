package io.mcpgateway.app.admin;

import io.mcpgateway.auth.revocation.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration in force names, so that a slip of the pen is noticed.
 *
 * @param issuers the {@code iss} of each
 * @param tools those that some policy names; upstreams may have more
 */
public record KnownNames(
    Set<String> issuers, Set<String> routes, Set<String> upstreams, Set<String> tools) {

  /** A warning for each term that nothing in the configuration answers to. */
  List<String> strangersIn(Terms terms) {
    List<String> warnings = new ArrayList<>();
    look("issuer", terms.issuer(), issuers, "no issuer in force", warnings);
    look("route", terms.route(), routes, "no route in force", warnings);
    look("upstream", terms.upstream(), upstreams, "no upstream in force", warnings);
    look("tool", terms.tool(), tools, "no tool that a policy names", warnings);
    return warnings;
  }

  private static void look(
      String term,
      @Nullable String value,
      Set<String> known,
      String problem,
      List<String> warnings) {
    if (value != null && !known.contains(value)) {
      warnings.add(term + ": " + value + " is " + problem + "; names are compared exactly");
    }
  }
}
