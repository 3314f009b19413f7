package io.mcpgateway.app.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Remembers what became of short texts: paths, tools and clients are the same again and again, and
 * looking for values in them is most of what a record costs. For one thread.
 */
final class RecentTexts implements UnaryOperator<String> {
  private static final int MOST = 1024;
  private static final int LONGEST = 64;

  private final UnaryOperator<String> redaction;
  private final Map<String, String> known = new HashMap<>();

  RecentTexts(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  @Override
  public String apply(String text) {
    if (text.length() > LONGEST) {
      return redaction.apply(text);
    }
    String shown = known.get(text);
    if (shown == null) {
      if (known.size() >= MOST) {
        // Ids of requests fill it up; what comes again is soon back.
        known.clear();
      }
      shown = redaction.apply(text);
      known.put(text, shown);
    }
    return shown;
  }
}
