package io.mcpgateway.core.transport;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Exchange ids: short, cheap, and unique over instances, because each instance has a random prefix.
 * Thread-safe.
 */
final class ExchangeIds {
  private static final int PREFIX_BITS = 45;

  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  ExchangeIds() {
    long random = new SecureRandom().nextLong() >>> (Long.SIZE - PREFIX_BITS);
    this.prefix = Long.toString(random | 1L << PREFIX_BITS, 32).substring(1) + '-';
  }

  String next() {
    return prefix + Long.toString(count.incrementAndGet(), 32);
  }
}
