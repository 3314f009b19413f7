package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.testkit.ScriptedUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * No value gets into audit records, logs, metrics or pages of the admin listener, wherever in their
 * messages a client or an upstream put it, without any mask in the policy.
 */
class AuditSecrecyTest {
  /**
   * A value.
   *
   * @param text as it is sent
   * @param needle a part of it that must be nowhere, and that no time or count can be
   * @param marker what may stand there instead
   */
  private record Canary(String text, String needle, String marker) {}

  private static final List<Canary> CANARIES =
      List.of(
          new Canary("card 4539 5787 6362 1486", "5787 6362", "[card]"),
          new Canary("4539578763621486", "63621486", "[card]"),
          new Canary("jane.doe@acme-corp.com", "jane.doe", "[email]"),
          new Canary("DE89370400440532013000", "0532013", "[iban]"),
          new Canary("ssn 536-22-8726", "22-8726", "[us-ssn]"),
          new Canary(
              "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjYW5hcnktMSIsIm4iOjF9"
                  + ".dGhlLXNpZ25hdHVyZS1vZi10aGUtY2FuYXJ5LXRva2Vu",
              "dGhlLXNpZ25hdHVyZS",
              "[jwt]"),
          new Canary("key AKIAQ3ZX7TYHVLM2KDPW", "Q3ZX7TYHV", "[api-key]"),
          new Canary(
              "-----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIB"
                  + " -----END PRIVATE KEY-----",
              "MIIEvQIBADAN",
              "[private-key]"),
          new Canary("password=Xk9vQ2pLw7zT", "Xk9vQ2pL", "[password]"),
          new Canary("https://bob:s3cr3tPw9@db.corp.com/x", "s3cr3tPw9", "[url-credentials]"),
          new Canary("call +49 30 901820 44", "30 901820", "[phone]"));

  private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();

  @TempDir static Path directory;
  private static ScriptedUpstream upstream;
  private static Gateway started;
  private static WholeGateway gateway;
  private static OutputStreamAppender<ILoggingEvent> appender;

  @BeforeAll
  static void open() throws Exception {
    appender = capture();
    upstream = ScriptedUpstream.start(AuditSecrecyTest::answer);
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        validate-arguments: observe
        roles: { anyone: { tools: ['*'], resources: ['**'], prompts: ['*'], methods: ['*'] } }
        """);
    Path file =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            """
            listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
            admin: { address: "127.0.0.1:0" }
            drain: 1s
            upstreams:
              - { name: legacy, url: "%1$s", protocol: legacy }
              - { name: modern, url: "%1$s", protocol: modern }
            routes:
              - { path: /legacy, upstream: legacy, anonymous: true, policy: policy.yaml }
              - { path: /modern, upstream: modern, anonymous: true, policy: policy.yaml }
            """
                .formatted(upstream.url()));
    started = Gateway.start(file, _ -> null);
    gateway = WholeGateway.of(directory, started);
  }

  /** What is written to the log, as the configuration that is shipped writes it. */
  private static OutputStreamAppender<ILoggingEvent> capture() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    OutputStreamAppender<ILoggingEvent> shipped =
        (OutputStreamAppender<ILoggingEvent>) root.getAppender("stderr");
    OutputStreamAppender<ILoggingEvent> capturing = new OutputStreamAppender<>();
    capturing.setContext(context);
    capturing.setEncoder(shipped.getEncoder());
    capturing.setOutputStream(LOG);
    capturing.start();
    root.addAppender(capturing);
    return capturing;
  }

  @AfterAll
  static void close() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
    gateway.close();
    upstream.close();
  }

  /** Says back what it was sent, in every place where an upstream says anything. */
  private static void answer(
      ScriptedUpstream.Request request, ScriptedUpstream.Connection connection) throws IOException {
    if (request.body().length == 0) {
      connection.respond(405, "", "");
      return;
    }
    JsonNode message = WholeGateway.JSON.readTree(request.body());
    String name = message.at("/params/name").asText();
    if (!message.has("id")) {
      connection.respond(202, "", "");
    } else if (message.path("method").asText().equals("tools/list")) {
      StringBuilder tools = new StringBuilder();
      for (Canary each : CANARIES) {
        // Two of one name, and one whose schema cannot be used: both are logged with their names.
        String tool = "{\"name\":" + quoted(each.text) + ",\"inputSchema\":";
        tools.append(tools.isEmpty() ? "" : ",").append(tool).append("{\"type\":\"object\"}},");
        tools.append(tool).append("{\"type\":\"object\",\"title\":\"other\"}},");
        tools.append("{\"name\":").append(quoted("x/" + each.text));
        tools.append(",\"inputSchema\":{\"$ref\":\"https://example.com/other\"}},");
        tools.append("{\"name\":").append(quoted("y/" + each.text));
        tools.append(",\"inputSchema\":{\"type\":\"object\",\"required\":[\"a\"]}}");
      }
      connection.respond(
          200,
          "application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + message.get("id")
              + ",\"result\":{\"resultType\":\"complete\",\"tools\":["
              + tools
              + "]}}");
    } else if (name.startsWith("status/")) {
      connection.send(
          "HTTP/1.1 500 " + name + "\r\nX-Why: " + name + "\r\nContent-Length: 0\r\n\r\n");
    } else if (name.startsWith("type/")) {
      connection.respond(200, "text/" + name, name);
    } else if (name.startsWith("torn/")) {
      connection.respond(200, "application/json", "{\"" + name + "\":" + name);
    } else if (name.startsWith("id/")) {
      connection.respond(
          200,
          "application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":" + quoted(name) + ",\"result\":1}");
    } else {
      connection.respond(
          200,
          "application/json",
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + message.get("id")
              + ",\"error\":{\"code\":-32000,\"message\":"
              + quoted(name)
              + ",\"data\":"
              + quoted(name)
              + "}}");
    }
  }

  @Test
  void noValueIsWrittenDownWhoeverSentItAndWherever() throws Exception {
    int sent = 0;
    for (Canary each : CANARIES) {
      sent += client(each.text);
    }
    int records = sent;
    await().until(() -> gateway.audit().size() >= records);
    // What a library says goes the same way, and so does what an exception says.
    for (Canary each : CANARIES) {
      LoggerFactory.getLogger("org.example.library")
          .warn(
              "it said {}",
              each.text,
              new IOException("read " + each.text, new IllegalStateException(each.text)));
    }

    String audit = String.join("\n", Trails.lines(directory.resolve("audit")));
    String log = LOG.toString(StandardCharsets.UTF_8);
    assertThat(log)
        .contains(
            "lists two different tools", "its inputSchema cannot be used", "Wrapped by", "it said");
    nowhere("the audit file", audit);
    // An escape in an id hides nothing.
    assertThat(gateway.audit())
        .extracting(record -> record.at("/api/request/uid").asText())
        .noneMatch(id -> id.contains("\\u00"));
    nowhere("the log", log);
    try (HttpClient http = HttpClient.newHttpClient()) {
      Calls calls = new Calls(http);
      for (String page : List.of("/metrics", "/routes", "/config", "/policy", "/readyz")) {
        nowhere(page, calls.get(started.adminAddress().resolve(page)).body());
      }
    }
    for (Canary each : CANARIES) {
      assertThat(audit).contains(each.marker);
      assertThat(log).contains(each.marker);
    }
    redactedMembersAreNamed();
  }

  private static void nowhere(String where, String text) {
    for (Canary each : CANARIES) {
      assertThat(
              text.lines()
                  .filter(line -> line.replace("%20", " ").contains(each.needle))
                  .map(line -> line.substring(0, Math.min(line.length(), 600)))
                  .limit(3))
          .as(each.text + " in " + where)
          .isEmpty();
    }
  }

  private static void redactedMembersAreNamed() {
    List<String> members = new ArrayList<>();
    for (JsonNode record : gateway.audit()) {
      record.at("/unmapped/gw/redacted").forEach(member -> members.add(member.asText()));
    }
    assertThat(members)
        .contains(
            "http_request.url.path",
            "actor.application.name",
            "api.operation",
            "api.request.uid",
            "resources.name",
            "unmapped.gw.observed",
            "api.response.error_message");
  }

  /** Everything that a client can say; how many requests that were. */
  private static int client(String value) throws IOException {
    int sent = 0;
    String quoted = quoted(value);
    for (String method :
        List.of("tools/call", "prompts/get", "tasks/get", "nothing/" + value, value)) {
      legacy(quoted, method, "{\"name\":" + quoted + ",\"taskId\":" + quoted + "}");
      sent++;
    }
    for (String how : List.of("status/", "type/", "torn/", "id/", "x/", "y/")) {
      legacy("7", "tools/call", "{\"name\":" + quoted(how + value) + ",\"arguments\":{}}");
      sent++;
    }
    for (String uri : List.of(value, "crm://x/" + value, "crm://x/" + encoded(value))) {
      legacy("7", "resources/read", "{\"uri\":" + quoted(uri) + "}");
      legacy("7", "resources/subscribe", "{\"uri\":" + quoted(uri) + "}");
      sent += 2;
    }
    legacy("7", "tools/list", "{\"cursor\":" + quoted + "}");
    legacy(
        "7",
        "completion/complete",
        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":"
            + quoted
            + "},\"argument\":{\"name\":"
            + quoted
            + ",\"value\":"
            + quoted
            + "}}");
    legacy(
        "7",
        "initialize",
        "{\"protocolVersion\":"
            + quoted
            + ",\"capabilities\":{},\"clientInfo\":{\"name\":"
            + quoted
            + ",\"version\":"
            + quoted
            + "}}");
    sent += 3;
    String escaped = escaped(value);
    legacy(escaped, "tools/call", "{\"name\":" + escaped + "}");
    sent++;
    String cancelled =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
            + quoted
            + ",\"reason\":"
            + quoted
            + "}}";
    post("/legacy", "MCP-Protocol-Version: 2025-11-25\r\n", cancelled);
    post("/legacy", "MCP-Protocol-Version: " + value + "\r\n", cancelled);
    post("/legacy", "Mcp-Session-Id: " + value + "\r\nLast-Event-ID: " + value + "\r\n", cancelled);
    post("/legacy", "", value);
    post("/" + encoded(value), "User-Agent: " + value + "\r\n", cancelled);
    post("/legacy/" + encoded(value) + "?q=" + encoded(value), "", cancelled);
    post("/legacy", "Origin: " + value + "\r\n", cancelled);
    sent += 7;
    for (String tool : List.of(value, "status/" + value, "torn/" + value)) {
      modern(tool, tool, value);
      sent++;
    }
    modern("search", "other " + value, value);
    return sent + 1;
  }

  private static void legacy(String id, String method, String params) throws IOException {
    post(
        "/legacy",
        "MCP-Protocol-Version: 2025-11-25\r\n",
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"method\":"
            + quoted(method)
            + ",\"params\":"
            + params
            + "}");
  }

  private static void modern(String tool, String named, String client) throws IOException {
    post(
        "/modern",
        "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: "
            + encodedName(named)
            + "\r\nUser-Agent: "
            + client
            + "\r\n",
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + quoted(client)
            + ",\"method\":\"tools/call\",\"params\":{\"name\":"
            + quoted(tool)
            + ",\"arguments\":{},"
            + Requests.META.replace("\"name\":\"test\"", "\"name\":" + quoted(client))
            + "}}");
  }

  private static String encodedName(String tool) {
    return "=?base64?"
        + Base64.getEncoder().encodeToString(tool.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }

  private static void post(String path, String fields, String body) throws IOException {
    try (RawHttp connection = gateway.connect()) {
      connection.send(Requests.post(gateway.port(), path, fields, body));
      connection.answer();
    }
  }

  private static String quoted(String text) {
    return WholeGateway.JSON.valueToTree(text).toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The same text as JSON, with every character written as an escape. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder("\"");
    text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    return escaped.append('"').toString();
  }
}
