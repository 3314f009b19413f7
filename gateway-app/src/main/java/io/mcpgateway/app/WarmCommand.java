package io.mcpgateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcpgateway.app.config.ConfigException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code gateway warm}: serves itself some thousand calls, so that a JVM that records an AOT cache
 * meanwhile ({@code -XX:AOTCacheOutput}) sees which classes and methods a gateway needs. The
 * launcher runs it once for each jar.
 */
@Command(name = "warm", hidden = true, description = "Serve some calls to itself and end.")
final class WarmCommand implements Callable<Integer> {
  private static final int CALLS = 4_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CALL =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo",\
      "arguments":{"text":"warm"},"_meta":{\
      "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientInfo":{"name":"warm","version":"1"},\
      "io.modelcontextprotocol/clientCapabilities":{}}}}""";

  private static final String TEXT =
      "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"warm\"}]}";

  private static final String TOOLS =
      "{\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"public\",\"tools\":"
          + "[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]}";

  WarmCommand() {}

  @Override
  public Integer call() throws IOException, ConfigException, StartException {
    // Otherwise Nagle's algorithm and delayed acknowledgements cost 40 ms for each call.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // The demo shows the JVM tokens, masks and streams; the calls, what is hot.
    Main.commandLine()
        .setOut(new PrintWriter(Writer.nullWriter()))
        .setErr(new PrintWriter(Writer.nullWriter()))
        .execute("demo", "--once");
    Path directory = Files.createTempDirectory("gateway-warm");
    HttpServer upstream =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext("/", WarmCommand::answer);
    upstream.start();
    try {
      Path config = write(directory, upstream.getAddress().getPort());
      try (Gateway gateway = Gateway.start(config, System::getenv)) {
        call(gateway.address("local"));
      }
    } finally {
      upstream.stop(0);
      delete(directory);
    }
    return ExitCode.OK;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static Path write(Path directory, int upstreamPort) throws IOException {
    Files.writeString(
        directory.resolve("policy.yaml"),
        """
        roles:
          anyone: { tools: [echo] }
        limits:
          - { name: all, key: [principal, tool], rate: 1000000/s }
        """);
    return Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true }]
        admin: { address: "127.0.0.1:0" }
        upstreams: [{ name: warm, url: "http://127.0.0.1:%d/mcp", protocol: modern }]
        routes: [{ path: /mcp, upstream: warm, anonymous: true, policy: policy.yaml }]
        """
            .formatted(upstreamPort));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      JsonNode message = JSON.readTree(request);
      boolean list = message.path("method").asText().equals("tools/list");
      byte[] answer =
          ("{\"jsonrpc\":\"2.0\",\"id\":"
                  + message.path("id")
                  + ",\"result\":"
                  + (list ? TOOLS : TEXT)
                  + "}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static void call(URI gateway) throws IOException {
    byte[] request =
        ("POST /mcp HTTP/1.1\r\nHost: "
                + gateway.getAuthority()
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: echo\r\n"
                + "Content-Length: "
                + CALL.length()
                + "\r\n\r\n"
                + CALL)
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < CALLS; i++) {
        out.write(request);
        skipResponse(in);
      }
    }
  }

  private static void skipResponse(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    long length = 0;
    for (int c = in.read(); ; c = in.read()) {
      if (c < 0) {
        throw new IOException("the gateway closed the connection");
      }
      if (c != '\n') {
        line.append((char) c);
      } else if (line.length() <= 1) {
        break;
      } else {
        if (line.toString().regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Long.parseLong(line.substring(15).strip());
        }
        line.setLength(0);
      }
    }
    in.skipNBytes(length);
  }
}
