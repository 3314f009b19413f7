package io.mcpgateway.core.exchange;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header fields of a client's HTTP request. Names are lower case. */
public interface RequestHeaders {
  /** The first value of {@code name}, or null. */
  @Nullable String first(String name);

  /** Every value of {@code name}, in order. */
  List<String> all(String name);

  /** Every field whose name begins with {@code prefix}, in order; names in lower case. */
  List<Map.Entry<String, String>> startingWith(String prefix);
}
