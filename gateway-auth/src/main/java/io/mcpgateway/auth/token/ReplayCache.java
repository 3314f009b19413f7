package io.mcpgateway.auth.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which proofs have been used (RFC 9449 section 11.1), for as long as they could be used again.
 * Never forgets one early: when it is full, it says so. Thread-safe.
 *
 * <p>Proofs are kept by the minute in which they were made, since a proof always names the same
 * one. A minute that no proof may be of any more goes away as a whole.
 */
final class ReplayCache {
  private static final long SLOT_SECONDS = 60;

  private final long windowSeconds;
  private final int capacity;
  private final ConcurrentMap<Long, ConcurrentMap<TokenHash, Long>> slots =
      new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /** What is known of a proof. */
  enum Use {
    FIRST,
    /** Seen before: somebody has copied it, or a client does not make new ones. */
    AGAIN,
    /** There is no room to remember it, so it must not be accepted. */
    FULL
  }

  /**
   * @param window how old a proof may be, and how far in the future
   * @param capacity how many are remembered at most
   */
  ReplayCache(Duration window, int capacity) {
    this.windowSeconds = window.toSeconds();
    this.capacity = capacity;
  }

  /**
   * Notes a use.
   *
   * @param issuedAt of the proof, within the window around {@code now}; seconds since the epoch
   * @param request tells one HTTP request from another: the messages of a batch come with one proof
   */
  Use use(String keyThumbprint, String proofId, long issuedAt, long request, long now) {
    byte[] text = (keyThumbprint + '\n' + proofId).getBytes(StandardCharsets.UTF_8);
    TokenHash hash = TokenHash.of(text, 0, text.length);
    ConcurrentMap<TokenHash, Long> slot = slots.get(issuedAt / SLOT_SECONDS);
    Long known = slot == null ? null : slot.get(hash);
    if (known == null) {
      if (size.incrementAndGet() > capacity && forget(now) > capacity) {
        size.decrementAndGet();
        return Use.FULL;
      }
      known = slot(issuedAt, now).putIfAbsent(hash, request);
      if (known == null) {
        return Use.FIRST;
      }
      size.decrementAndGet();
    }
    return known == request ? Use.FIRST : Use.AGAIN;
  }

  private ConcurrentMap<TokenHash, Long> slot(long issuedAt, long now) {
    ConcurrentMap<TokenHash, Long> known = slots.get(issuedAt / SLOT_SECONDS);
    if (known != null) {
      return known;
    }
    forget(now);
    return slots.computeIfAbsent(issuedAt / SLOT_SECONDS, _ -> new ConcurrentHashMap<>());
  }

  /** Lets go of the minutes that are over, and says how many proofs remain. */
  private synchronized int forget(long now) {
    for (long minute : slots.keySet()) {
      if ((minute + 1) * SLOT_SECONDS + windowSeconds < now) {
        ConcurrentMap<TokenHash, Long> over = slots.remove(minute);
        if (over != null) {
          size.addAndGet(-over.size());
        }
      }
    }
    return size.get();
  }

  int size() {
    return size.get();
  }
}
