package io.mcpgateway.auth.revocation;

import io.mcpgateway.core.exchange.Exchange;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The revocations of one moment, each under the value of the first term that it gives. Finding
 * nothing costs one look-up for each term that is in use, and allocates nothing. Immutable.
 */
final class RevocationIndex {
  /** Not copied for every candidate. */
  private static final List<Term> TERMS = List.of(Term.values());

  private final long version;
  private final List<Revocation> ofTools;
  private final List<Term> terms;
  private final List<Map<String, List<Revocation>>> byValue;

  private RevocationIndex(
      long version,
      List<Revocation> ofTools,
      List<Term> terms,
      List<Map<String, List<Revocation>>> byValue) {
    this.version = version;
    this.ofTools = ofTools;
    this.terms = terms;
    this.byValue = byValue;
  }

  static RevocationIndex of(Collection<Revocation> all, long version) {
    Map<Term, Map<String, List<Revocation>>> index = new EnumMap<>(Term.class);
    List<Revocation> ofTools = new ArrayList<>();
    for (Revocation each : all) {
      if (each.terms().tool() != null) {
        ofTools.add(each);
      }
      for (Term term : Term.values()) {
        String value = term.of(each.terms());
        if (value != null) {
          index
              .computeIfAbsent(term, _ -> new HashMap<>())
              .computeIfAbsent(value, _ -> new ArrayList<>(1))
              .add(each);
          break;
        }
      }
    }
    return new RevocationIndex(
        version, ofTools, List.copyOf(index.keySet()), List.copyOf(index.values()));
  }

  long version() {
    return version;
  }

  /** Whether some revocation names a tool. */
  boolean closesTools() {
    return !ofTools.isEmpty();
  }

  /** The same number while the same tools are closed to the exchange's caller. */
  long closedTools(Exchange exchange, InstantSource clock) {
    long sum = 0;
    for (Revocation each : ofTools) {
      if (holds(each.terms(), exchange, each.terms().tool()) && each.inForce(clock.instant())) {
        sum += each.id().hashCode() * 0x9E37_79B9_7F4A_7C15L;
      }
    }
    return sum;
  }

  /**
   * The revocation in force that concerns the exchange, the one with the plainest answer if there
   * are several, or null.
   *
   * @param tool the tool that the exchange calls, or would call
   */
  @Nullable Revocation find(Exchange exchange, @Nullable String tool, InstantSource clock) {
    Revocation found = null;
    for (int i = 0; i < terms.size(); i++) {
      String value = terms.get(i).of(exchange, tool);
      List<Revocation> candidates = value == null ? null : byValue.get(i).get(value);
      if (candidates == null) {
        continue;
      }
      for (int j = 0; j < candidates.size(); j++) {
        Revocation each = candidates.get(j);
        if (holds(each.terms(), exchange, tool)
            && each.inForce(clock.instant())
            && (found == null || Answer.of(each.terms()).compareTo(Answer.of(found.terms())) < 0)) {
          found = each;
        }
      }
    }
    return found;
  }

  private static boolean holds(Terms terms, Exchange exchange, @Nullable String tool) {
    for (Term term : TERMS) {
      String demanded = term.of(terms);
      if (demanded != null && !demanded.equals(term.of(exchange, tool))) {
        return false;
      }
    }
    return true;
  }
}
