package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Finds IPv6 addresses in the text forms of RFC 4291: eight groups, fewer with {@code ::}, and an
 * IPv4 address at the end; with their zone ({@code %eth0}). Brackets, a port or a prefix length are
 * not part of them.
 *
 * <p>Not found: {@code ::} and {@code ::1}, those that end in an IPv4 address that is not found by
 * itself, and what has the form but not the look: scopes of C++ ({@code a::b}), slices ({@code
 * 1::2}), times, hardware addresses and fingerprints. An address has a group of three digits or
 * more, and a decimal digit somewhere unless all of its groups have four.
 */
final class Ipv6Detector implements Detector.OfKeywords {
  private static final int GROUPS = 8;
  private static final int MAX_ZONE = 16;

  @Override
  public List<String> keywords() {
    return List.of(":");
  }

  @Override
  public void look(Reading text, int keyword, int colon, int end, Finder finder) {
    int next = text.at(end);
    if (text.at(colon - 1) == ':' || !(next == ':' || Alphabet.HEX.has(next))) {
      return;
    }
    int start = Alphabet.HEX.start(text, colon, 5);
    if (colon - start > 4
        || (start == colon && next != ':')
        || !Characters.startsWord(text, start)
        || text.at(start - 1) == ':'
        || text.at(start - 1) == '_') {
      return;
    }
    int to = new Groups(text).read(start);
    if (to >= 0) {
      finder.found(start, zoneEnd(text, to));
    }
  }

  private static int zoneEnd(Reading text, int at) {
    if (text.at(at) != '%') {
      return at;
    }
    int end = Alphabet.WORD.end(text, at + 1, MAX_ZONE);
    return end > at + 1 ? end : at;
  }

  /** What stands between the colons of one address. */
  private static final class Groups {
    private final Reading text;
    private int groups;
    private int gap = -1;
    private int shortest = 4;
    private int longest;
    private boolean digit;
    private boolean loopback = true;
    private boolean embedded;

    Groups(Reading text) {
      this.text = text;
    }

    /** Where the address ends that begins at {@code start}, or −1 if there is none. */
    int read(int start) {
      int i = start;
      if (text.at(i) == ':') {
        gap = 0;
        i += 2;
      }
      while (true) {
        int end = Alphabet.HEX.end(text, i, 5);
        if (end == i) {
          // Only behind "::" there may be nothing.
          return gap == groups && gap >= 0 ? checked(i) : -1;
        }
        if (text.at(end) == '.' && text.isDigit(end + 1)) {
          int dotted = dottedEnd(i);
          return dotted < 0 ? -1 : checked(dotted);
        }
        if (end - i > 4) {
          return -1;
        }
        group(i, end);
        if (text.at(end) != ':' || !goesOn(end + 1)) {
          return checked(end);
        }
        i = end + 1;
        if (text.at(i) == ':') {
          if (gap >= 0) {
            return -1;
          }
          gap = groups;
          i++;
        }
        if (groups == GROUPS) {
          return -1;
        }
      }
    }

    private boolean goesOn(int at) {
      return text.at(at) == ':' || Alphabet.HEX.has(text.at(at));
    }

    private void group(int from, int to) {
      groups++;
      shortest = Math.min(shortest, to - from);
      longest = Math.max(longest, to - from);
      for (int i = from; i < to; i++) {
        int b = text.at(i);
        digit |= b <= '9';
        loopback &= b == '0' || (b == '1' && i == to - 1 && text.at(to) != ':');
      }
    }

    /** Where the IPv4 address ends that begins at {@code from}, or −1. It counts as two groups. */
    private int dottedEnd(int from) {
      int i = from;
      for (int octet = 0; octet < 4; octet++) {
        if (octet > 0 && text.at(i++) != '.') {
          return -1;
        }
        int end = Alphabet.DIGIT.end(text, i, 4);
        if (end == i || end - i > 3) {
          return -1;
        }
        i = end;
      }
      if (text.at(from) == '0' || Characters.stands(text, from, "127.")) {
        return -1;
      }
      embedded = true;
      digit = true;
      loopback = false;
      groups += 2;
      return i;
    }

    private int checked(int end) {
      boolean whole = gap < 0 ? groups == GROUPS : groups < GROUPS && groups > 0;
      boolean alone = !text.isWord(end) && text.at(end) != '_' && text.at(end) != ':';
      boolean followed = text.at(end) == ':' && !goesOn(end + 1);
      boolean looks =
          embedded || (longest >= 3 && (digit || shortest == 4) && (gap != 0 || groups > 1));
      return whole && (alone || followed) && looks && !loopback ? end : -1;
    }
  }
}
