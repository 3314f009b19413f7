package io.mcpgateway.testkit.oauth;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request to a test authorization server.
 *
 * @param parameters of the query and, if it is a form, of the body
 * @param headers by their names in lower case
 */
public record OAuthRequest(
    Endpoint endpoint,
    String method,
    Map<String, List<String>> parameters,
    Map<String, String> headers,
    String body) {

  static OAuthRequest read(Endpoint endpoint, HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    decode(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""), parameters);
    if (headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")) {
      decode(body, parameters);
    }
    return new OAuthRequest(endpoint, exchange.getRequestMethod(), parameters, headers, body);
  }

  private static void decode(String form, Map<String, List<String>> into) {
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        into.computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
            .add(decoded(pair.substring(equals + 1)));
      }
    }
  }

  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Every value of a parameter. */
  public List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /** The value of a parameter that may come once. */
  public Optional<String> one(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw OAuthFailure.invalidRequest(name + ": " + values.size() + " times (expected: once)");
    }
    return values.stream().findFirst();
  }

  String required(String name) {
    return one(name)
        .orElseThrow(() -> OAuthFailure.invalidRequest(name + ": missing (expected: a value)"));
  }
}
