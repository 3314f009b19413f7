package io.mcpgateway.app.audit.query;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often there was what. */
final class Tally<K> {
  /** Different keys; what is new beyond counts as the other. */
  static final int MOST = 10_000;

  private final K other;
  private final Map<K, Long> counts = new HashMap<>();

  /**
   * @param other what all keys are that there is no room for
   */
  Tally(K other) {
    this.other = other;
  }

  void add(K key, long times) {
    counts.merge(counts.size() < MOST || counts.containsKey(key) ? key : other, times, Long::sum);
  }

  int size() {
    return counts.size();
  }

  /** The most frequent, and where two are as frequent, in the order of their names. */
  List<Map.Entry<K, Long>> top(int most) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<K, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(each -> each.getKey().toString()))
        .limit(most)
        .map(each -> Map.entry(each.getKey(), each.getValue()))
        .toList();
  }
}
