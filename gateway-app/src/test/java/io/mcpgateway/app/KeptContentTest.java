package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.policy.token.Binding;
import io.mcpgateway.policy.token.ValueTokens;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What records of routes say of arguments and results that the routes want kept. */
class KeptContentTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String MAIL = "jane.doe@example.com";
  private static final String RESULT =
      "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"To "
          + MAIL
          + "\"}]}";
  private static final String PROGRESS =
      "{\"progressToken\":1,\"progress\":1,\"message\":\"for " + MAIL + "\"}";

  @TempDir static Path directory;
  private static ScriptedUpstream upstream;
  private static WholeGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    upstream = ScriptedUpstream.start(KeptContentTest::answer);
    Files.writeString(
        directory.resolve("policy.yaml"),
        "roles: { anyone: { tools: [search, stream], methods: [ping] } }\n");
    Files.writeString(directory.resolve("secret"), SECRET);
    gateway =
        WholeGateway.start(
            directory,
            "",
            """
            masking: { keys: ["${file:secret}"] }
            upstreams: [{ name: up, url: "%s", protocol: modern }]
            routes:
              - { path: /off, upstream: up, anonymous: true, policy: policy.yaml }
              - { path: /hmac, upstream: up, anonymous: true, policy: policy.yaml, audit: { arguments: hmac, results: hmac } }
              - { path: /masked, upstream: up, anonymous: true, policy: policy.yaml, audit: { arguments: masked, results: masked, max-bytes: 256B } }
            """
                .formatted(upstream.url()));
  }

  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    String answer =
        "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + RESULT + "}";
    if (message.at("/params/name").asText().equals("stream")) {
      String event =
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":" + PROGRESS + "}";
      connection.respond(
          200, "text/event-stream", "data: " + event + "\n\ndata: " + answer + "\n\n");
    } else {
      connection.respond(200, "application/json", answer);
    }
  }

  @AfterAll
  static void close() {
    gateway.close();
    upstream.close();
  }

  @Test
  void nothingIsKeptIfNobodyWantsIt() throws Exception {
    JsonNode own = record("/off", "search", "{\"to\":\"" + MAIL + "\"}");

    assertThat(own.has("arguments")).isFalse();
    assertThat(own.has("results")).isFalse();
    assertThat(own.toString()).doesNotContain("jane");
  }

  @Test
  void whoKnowsArgumentsAndResultCanTellThatItWasThese() throws Exception {
    JsonNode own = record("/hmac", "search", "{\"to\": \"" + MAIL + "\", \"n\":1.50}");

    assertThat(own.at("/arguments/hmac").asText())
        .isEqualTo(hmac("/hmac", "{\"n\":1.5,\"to\":\"" + MAIL + "\"}"));
    assertThat(own.at("/results/hmac").asText()).isEqualTo(hmac("/hmac", RESULT));
    assertThat(own.at("/results/key").asText()).isEqualTo(own.at("/arguments/key").asText());
    assertThat(own.at("/results/key").asText()).matches("[0-9a-f]{4}");
    assertThat(own.toString()).doesNotContain("jane");
  }

  @Test
  void ofAStreamEveryMessageIsDigested() throws Exception {
    JsonNode own = record("/hmac", "stream", "{}");

    assertThat(own.at("/results/hmac").asText()).isEqualTo(hmac("/hmac", PROGRESS, RESULT));
  }

  @Test
  void copiesHaveNoValues() throws Exception {
    JsonNode own = record("/masked", "stream", "{\"to\":\"" + MAIL + "\",\"more\":\"a b\"}");

    assertThat(own.at("/arguments/masked").asText())
        .isEqualTo("{\"to\":\"[email]\",\"more\":\"a b\"}");
    assertThat(own.at("/results/masked").asText())
        .isEqualTo(PROGRESS.replace(MAIL, "[email]") + "\n" + RESULT.replace(MAIL, "[email]"));
    assertThat(own.toString()).doesNotContain("jane", "truncated");
  }

  @Test
  void whatIsCutSaysSo() throws Exception {
    JsonNode own = record("/masked", "search", "{\"q\":\"" + "word ".repeat(200) + "\"}");

    assertThat(own.at("/arguments/masked").asText()).hasSize(257).endsWith("…");
    assertThat(own.path("truncated").toString()).isEqualTo("[\"unmapped.gw.arguments.masked\"]");
  }

  @Test
  void whatWasDeniedIsKeptToo() throws Exception {
    JsonNode own = record("/hmac", "delete", "{\"id\":1}");

    assertThat(own.path("outcome").asText()).isEqualTo("denied");
    assertThat(own.at("/arguments/hmac").asText()).isEqualTo(hmac("/hmac", "{\"id\":1}"));
    assertThat(own.has("results")).isFalse();
  }

  private static String hmac(String route, String... values) {
    ValueTokens tokens = new ValueTokens(List.of(SECRET.getBytes(UTF_8)), InstantSource.system());
    Mac mac = tokens.content(new Binding.Anonymous(route)).mac();
    for (String value : values) {
      mac.update((value + "\n").getBytes(UTF_8));
    }
    return HexFormat.of().formatHex(mac.doFinal());
  }

  /** What the record of a call says of the gateway's own. */
  private static JsonNode record(String path, String tool, String arguments) throws Exception {
    int known = gateway.audit().size();
    try (RawHttp client = gateway.connect()) {
      client.send(
          Requests.post(
              gateway.port(), path, Requests.fields(tool), Requests.call(tool, arguments)));
      client.answer();
    }
    return gateway.newRecords(known, 1).getFirst().path("unmapped").path("gw");
  }
}
