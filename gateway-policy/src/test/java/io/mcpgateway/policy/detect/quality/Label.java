package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Kind;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a sensitive value stands in a text, and what it is.
 *
 * @param others what it may also be taken for, since nobody could tell
 */
record Label(Kind kind, Set<Kind> others, int start, int end) {
  static Label of(Kind kind, int start, int end) {
    return new Label(kind, usual(kind), start, end);
  }

  Label or(Kind other) {
    EnumSet<Kind> more = EnumSet.of(other);
    more.addAll(others);
    return new Label(kind, more, start, end);
  }

  /**
   * Secrets are one family: an API key that is assigned to {@code token} is a password too, and the
   * end of user and password in a URL looks like a mail address. What embeds an IPv4 address has
   * one.
   */
  private static Set<Kind> usual(Kind kind) {
    return switch (kind) {
      case API_KEY, JWT, PASSWORD, PRIVATE_KEY ->
          EnumSet.of(Kind.API_KEY, Kind.JWT, Kind.PASSWORD, Kind.PRIVATE_KEY, Kind.URL_CREDENTIALS);
      case URL_CREDENTIALS -> EnumSet.of(Kind.EMAIL, Kind.PASSWORD, Kind.API_KEY);
      case IPV6 -> EnumSet.of(Kind.IPV4);
      default -> EnumSet.noneOf(Kind.class);
    };
  }

  boolean allows(Kind found) {
    return found == kind || others.contains(found);
  }

  boolean touches(Span span) {
    return span.start() < end && start < span.end();
  }
}
