package io.mcpgateway.app.demo;

import io.mcpgateway.app.audit.verify.TrailLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything the demo's gateway reads and writes, in a directory of its own that only its owner can
 * look into.
 *
 * @param listener the port of the gateway
 * @param admin the port of its admin server
 */
record DemoFiles(Path directory, int listener, int admin) {
  static final String ROUTE = "/crm/mcp";

  private static final String POLICY =
      """
      # Everything is denied unless a role permits it.
      roles:
        sales:
          tools: [search_customers, get_customer]
          resources: ["crm://accounts/*"]
          prompts: [follow_up]
        support:
          includes: [sales]
          tools: [refund, export_report]
      masks:
        - { name: cards, detect: [card], action: keep-last-4, unless-roles: [support] }
        - { name: e-mails, detect: [email], action: redact, unless-roles: [support] }
        - name: balance
          fields: [/customer/billing/balance, /billing/balance]
          action: redact
          unless-roles: [support]
      limits:
        - { name: refunds, tools: [refund], key: [principal, tool], rate: 3/min }
      """;

  /**
   * @param usualPorts whether to take 8443 and 9090 if they are free, as a user would expect
   */
  static DemoFiles create(boolean usualPorts) throws IOException {
    return new DemoFiles(
        Files.createTempDirectory("mcp-gateway-demo-"),
        freePort(usualPorts ? 8443 : 0),
        freePort(usualPorts ? 9090 : 0));
  }

  void write(String upstream, String issuer, SelfSignedCertificate certificate) throws IOException {
    write("certificate.pem", certificate.certificate());
    write("key.pem", certificate.key());
    write("policy.yaml", POLICY);
    write(
        "gateway.yaml",
        """
        listeners:
          - name: public
            address: 127.0.0.1:%d
            public-url: %s
            tls: { certificate: certificate.pem, key: key.pem }
        admin: { address: 127.0.0.1:%d }
        issuers:
          - name: demo
            issuer: %s
            roles-claim: roles
        upstreams:
          - name: crm
            url: %s
            protocol: auto
        routes:
          - path: %s
            upstream: crm
            authenticate: [demo]
            policy: policy.yaml
        audit: { directory: audit }
        """
            .formatted(listener, publicUrl(), admin, issuer, upstream, ROUTE));
  }

  /** What a curl command takes with {@code -H @file}: the token stays out of the command line. */
  void writeHeaders(String agent, String token) throws IOException {
    write(agent + ".token", token + "\n");
    write(
        agent + ".headers",
        """
        Authorization: Bearer %s
        Content-Type: application/json
        Accept: application/json, text/event-stream
        MCP-Protocol-Version: %s
        """
            .formatted(token, DemoClient.VERSION));
  }

  Path configuration() {
    return directory.resolve("gateway.yaml");
  }

  String publicUrl() {
    return "https://localhost:" + listener;
  }

  String routeUrl() {
    return publicUrl() + ROUTE;
  }

  String metricsUrl() {
    return "http://127.0.0.1:" + admin + "/metrics";
  }

  /** The records of exchanges so far. */
  List<String> auditLines() throws IOException {
    Path audit = directory.resolve("audit");
    return Files.exists(audit)
        ? TrailLines.records(audit).stream()
            .filter(line -> line.contains("\"kind\":\"exchange\""))
            .toList()
        : List.of();
  }

  void delete() {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static int freePort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      if (wanted == 0) {
        throw taken;
      }
      return freePort(0);
    }
  }
}
