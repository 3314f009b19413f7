package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.RequestHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's header fields, some of them with other values.
 *
 * @param changed by name in lower case; no value takes the field away
 */
record ChangedHeaders(RequestHeaders said, Map<String, List<String>> changed)
    implements RequestHeaders {
  ChangedHeaders {
    changed = Map.copyOf(changed);
  }

  @Override
  public @Nullable String first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? null : values.getFirst();
  }

  @Override
  public List<String> all(String name) {
    List<String> values = changed.get(name);
    return values == null ? said.all(name) : values;
  }

  @Override
  public List<Map.Entry<String, String>> startingWith(String prefix) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (Map.Entry<String, String> field : said.startingWith(prefix)) {
      if (!changed.containsKey(field.getKey())) {
        fields.add(field);
      }
    }
    changed.forEach(
        (name, values) -> {
          if (name.startsWith(prefix)) {
            values.forEach(value -> fields.add(Map.entry(name, value)));
          }
        });
    return fields;
  }
}
