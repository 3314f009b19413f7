package io.mcpgateway.core.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything one listener serves at one moment. A reload makes a new site; an exchange is decided
 * by exactly one.
 *
 * @param authorities the values of {@code Host} that are ours, in lower case, with the port where
 *     it is not the scheme's own
 * @param routes by exact path
 * @param documents what else is served by GET, by exact path
 * @param tracing how exchanges get their place in a trace
 * @param outcomes learns of requests that were refused before they reached a route's pipeline
 */
public record Site(
    Set<String> authorities,
    Map<String, Served> routes,
    Map<String, Document> documents,
    Tracing tracing,
    OutcomeListener outcomes) {

  public Site {
    authorities = Set.copyOf(authorities);
    routes = Map.copyOf(routes);
    documents = Map.copyOf(documents);
  }

  /** A route and what decides its exchanges. */
  public record Served(Route route, Pipeline pipeline) {}

  /**
   * An answer to GET, readable from any origin.
   *
   * @param contentType for example {@code application/json}
   * @param content asked for at each request, on event loops; null while there is none
   */
  public record Document(String contentType, Supplier<byte @Nullable []> content) {
    /** One that does not change. */
    public Document(String contentType, String text) {
      this(contentType, new Fixed(text));
    }
  }

  /** A text that does not change, so that documents with the same text are equal. */
  private record Fixed(String text) implements Supplier<byte @Nullable []> {
    @Override
    public byte[] get() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  public @Nullable Served route(String path) {
    return routes.get(path);
  }

  public @Nullable Document document(String path) {
    return documents.get(path);
  }
}
