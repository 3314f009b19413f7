package io.mcpgateway.auth.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses lie within which {@link Reach} (IANA special-purpose address registries). IPv6
 * addresses that stand for an IPv4 address are judged by that.
 */
final class AddressRules {
  /** Where no authorization server is: this network, link-local, multicast, reserved. */
  private static final List<Block> NEVER =
      List.of(
          Block.of("0.0.0.0", 8),
          Block.of("169.254.0.0", 16),
          Block.of("224.0.0.0", 3),
          Block.of("::", 128),
          Block.of("fe80::", 10),
          Block.of("fec0::", 10),
          Block.of("ff00::", 8),
          // Metadata services of clouds that are not link-local.
          Block.of("100.100.100.200", 32),
          Block.of("168.63.129.16", 32),
          Block.of("192.0.0.192", 32),
          Block.of("fd00:ec2::254", 128),
          Block.of("fd20:ce::254", 128));

  private static final List<Block> LOOPBACK =
      List.of(Block.of("127.0.0.0", 8), Block.of("::1", 128));

  /** What is not reachable from everywhere. */
  private static final List<Block> PRIVATE =
      List.of(
          Block.of("10.0.0.0", 8),
          Block.of("100.64.0.0", 10),
          Block.of("172.16.0.0", 12),
          Block.of("192.0.0.0", 24),
          Block.of("192.0.2.0", 24),
          Block.of("192.88.99.0", 24),
          Block.of("192.168.0.0", 16),
          Block.of("198.18.0.0", 15),
          Block.of("198.51.100.0", 24),
          Block.of("203.0.113.0", 24),
          Block.of("2001::", 23),
          Block.of("2001:db8::", 32),
          Block.of("3fff::", 20));

  private static final Block GLOBAL_UNICAST = Block.of("2000::", 3);

  private static final Block COMPATIBLE = Block.of("::", 96);
  private static final Block TRANSLATED = Block.of("::ffff:0:0:0", 96);
  private static final Block NAT64 = Block.of("64:ff9b::", 96);
  private static final Block LOCAL_NAT64 = Block.of("64:ff9b:1::", 48);
  private static final Block SIX_TO_FOUR = Block.of("2002::", 16);
  private static final Block TEREDO = Block.of("2001::", 32);

  /** The addresses whose first {@code bits} are those of {@code first}. */
  private record Block(byte[] first, int bits) {
    static Block of(String first, int bits) {
      return new Block(InetAddress.ofLiteral(first).getAddress(), bits);
    }

    boolean contains(byte[] address) {
      if (address.length != first.length) {
        return false;
      }
      for (int i = 0; i * 8 < bits; i++) {
        int mask = 0xFF << Math.max(0, 8 - (bits - i * 8));
        if (((address[i] ^ first[i]) & mask & 0xFF) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private AddressRules() {}

  static boolean within(InetAddress address, Reach reach) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address || in(LOOPBACK, bytes) || in(NEVER, bytes)) {
      return plain(bytes, reach);
    }
    if (LOCAL_NAT64.contains(bytes)) {
      // Where its IPv4 address stands is known to the network alone.
      return false;
    }
    List<byte[]> inner = inner(bytes);
    return inner.isEmpty()
        ? plain(bytes, reach)
        : inner.stream().allMatch(each -> plain(each, reach));
  }

  private static boolean plain(byte[] address, Reach reach) {
    if (in(NEVER, address)) {
      return false;
    }
    return switch (reach) {
      case LOOPBACK -> in(LOOPBACK, address);
      case NETWORK -> !in(LOOPBACK, address);
      case PUBLIC ->
          !in(LOOPBACK, address)
              && !in(PRIVATE, address)
              && (address.length == 4 || GLOBAL_UNICAST.contains(address));
    };
  }

  /** The IPv4 addresses that packets to this IPv6 address end up at, or pass. */
  private static List<byte[]> inner(byte[] address) {
    if (COMPATIBLE.contains(address) || TRANSLATED.contains(address) || NAT64.contains(address)) {
      return List.of(Arrays.copyOfRange(address, 12, 16));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return List.of(Arrays.copyOfRange(address, 2, 6));
    }
    if (TEREDO.contains(address)) {
      byte[] client = Arrays.copyOfRange(address, 12, 16);
      for (int i = 0; i < client.length; i++) {
        client[i] = (byte) ~client[i];
      }
      return List.of(Arrays.copyOfRange(address, 4, 8), client);
    }
    return List.of();
  }

  private static boolean in(List<Block> blocks, byte[] address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }
}
