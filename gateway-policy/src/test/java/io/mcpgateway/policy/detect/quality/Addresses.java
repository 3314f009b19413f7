package io.mcpgateway.policy.detect.quality;

import java.util.Locale;

/** Addresses of machines, and UUIDs. */
final class Addresses {
  private Addresses() {}

  static String ipv4(Dice dice) {
    return switch (dice.between(0, 5)) {
      case 0 -> "192.168." + dice.between(0, 255) + "." + dice.between(1, 254);
      case 1 -> "10." + octet(dice) + "." + octet(dice) + "." + dice.between(1, 254);
      default -> {
        int first = dice.between(1, 223);
        yield (first == 127 ? 128 : first)
            + "."
            + octet(dice)
            + "."
            + octet(dice)
            + "."
            + dice.between(1, 254);
      }
    };
  }

  private static int octet(Dice dice) {
    return dice.between(0, 255);
  }

  static String ipv6(Dice dice, String layout) {
    String address =
        switch (layout.isEmpty() ? dice.between(0, 5) : 1) {
          case 0 -> groups(dice, "2001:db8", 6, true);
          case 1 ->
              groups(dice, dice.pick("2a02:8109", "2600:1f18", "2001:db8", "fd12:3456"), 6, false);
          case 2 -> "2001:db8::" + group(dice, false);
          case 3 -> "fe80::" + groups(dice, group(dice, false), 3, false);
          case 4 ->
              "2a01:4f8:"
                  + group(dice, false)
                  + ":"
                  + group(dice, false)
                  + "::"
                  + dice.between(1, 9);
          default -> "::ffff:" + ipv4(dice);
        };
    return dice.chance(15) ? address.toUpperCase(Locale.ROOT) : address;
  }

  private static String groups(Dice dice, String first, int count, boolean isFull) {
    StringBuilder address = new StringBuilder(first);
    for (int i = 0; i < count; i++) {
      address.append(':').append(group(dice, isFull));
    }
    return address.toString();
  }

  private static String group(Dice dice, boolean isFull) {
    return isFull
        ? dice.letters(Dice.HEX, 4)
        : Integer.toHexString(dice.chance(60) ? dice.between(4096, 65535) : dice.between(1, 255));
  }

  static String mac(Dice dice) {
    String hex = dice.pick("00", "3c", "a4", "f0", "dc", "52") + dice.letters(Dice.HEX, 10);
    String mac =
        switch (dice.between(0, 5)) {
          case 0 -> Dice.grouped(hex, ".", 4, 4, 4);
          case 1, 2 -> Dice.grouped(hex, "-", 2, 2, 2, 2, 2, 2);
          default -> Dice.grouped(hex, ":", 2, 2, 2, 2, 2, 2);
        };
    return dice.chance(40) ? mac.toUpperCase(Locale.ROOT) : mac;
  }

  static String uuid(Dice dice) {
    String uuid =
        Dice.grouped(
            dice.letters(Dice.HEX, 12)
                + dice.letter("1477")
                + dice.letters(Dice.HEX, 3)
                + dice.letter("89ab")
                + dice.letters(Dice.HEX, 15),
            "-",
            8,
            4,
            4,
            4,
            12);
    return dice.chance(20) ? uuid.toUpperCase(Locale.ROOT) : uuid;
  }
}
