package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.RequestHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request's header fields where Netty keeps them; nothing is copied until it is asked for. */
record NettyRequestHeaders(HttpHeaders headers) implements RequestHeaders {
  @Override
  public @Nullable String first(String name) {
    return headers.get(name);
  }

  @Override
  public List<String> all(String name) {
    return headers.getAll(name);
  }

  @Override
  public List<Map.Entry<String, String>> startingWith(String prefix) {
    List<Map.Entry<String, String>> found = List.of();
    for (Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        all.hasNext(); ) {
      Map.Entry<CharSequence, CharSequence> each = all.next();
      CharSequence name = each.getKey();
      if (AsciiString.regionMatches(name, true, 0, prefix, 0, prefix.length())) {
        if (found.isEmpty()) {
          found = new ArrayList<>(4);
        }
        found.add(Map.entry(name.toString().toLowerCase(Locale.ROOT), each.getValue().toString()));
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "headers" + headers.names();
  }
}
