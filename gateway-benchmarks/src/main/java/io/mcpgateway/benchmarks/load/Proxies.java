package io.mcpgateway.benchmarks.load;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Starts the proxies that the options name, each from its template and in a directory of its own.
 */
final class Proxies {

  private final Options options;
  private final Path directory;
  private final LoadIssuer issuer;
  private final int upstream;
  private int started;

  Proxies(Options options, Path directory, LoadIssuer issuer, int upstream) {
    this.options = options;
    this.directory = directory;
    this.issuer = issuer;
    this.upstream = upstream;
  }

  Target direct() throws JOSEException {
    return target("direct", "direct", upstream, "/mcp", new Proxy.None());
  }

  Target nginx(String path) throws IOException, JOSEException {
    Path home = home("nginx");
    int port = freePort();
    Path file = render("nginx.conf", home, Map.of("port", "" + port));
    Proxy proxy =
        start(home, Map.of(), List.of("nginx", "-p", home.toString(), "-c", file.toString()));
    return target("nginx", "nginx", port, path, proxy);
  }

  Target haproxy(String path) throws IOException, JOSEException {
    Path home = home("haproxy");
    int port = freePort();
    Path file = render("haproxy.cfg", home, Map.of("port", "" + port));
    Proxy proxy = start(home, Map.of(), List.of("haproxy", "-db", "-q", "-f", file.toString()));
    return target("haproxy", "HAProxy", port, path, proxy);
  }

  /** The options of the gateway's JVM for full load: its small profile. */
  static String smallHeap() {
    return System.getenv().getOrDefault("GATEWAY_JAVA_OPTS", "-Xms64m -Xmx64m -XX:+UseSerialGC");
  }

  /** For 10,000 streams, of which each keeps some kilobytes alive. */
  static String streamHeap() {
    return System.getenv()
        .getOrDefault("GATEWAY_STREAM_JAVA_OPTS", "-Xms192m -Xmx192m -XX:+UseSerialGC");
  }

  /** One gateway with every route; the targets share it. The first of them is the plain one. */
  List<Target> gateway(String jvm) throws IOException, JOSEException {
    int port = freePort();
    Proxy proxy = startGateway(port, "batch", jvm);
    return List.of(
        target("pass", "gateway, pass-through", port, "/pass", proxy),
        target("jobs", "gateway, all seven jobs", port, "/jobs", proxy),
        target("mask", "gateway, masking", port, "/mask", proxy),
        target("bare", "gateway, policy of one role", port, "/bare", proxy),
        target("policy", "gateway, policy of 200 rules", port, "/policy", proxy));
  }

  /** A gateway that is like the first but for the mode of its audit. */
  Target gateway(String name, String auditMode, String jvm) throws IOException, JOSEException {
    int port = freePort();
    Proxy proxy = startGateway(port, auditMode, jvm);
    return target(name, "gateway, pass-through, audit " + auditMode, port, "/pass", proxy);
  }

  private Proxy startGateway(int port, String auditMode, String jvm) throws IOException {
    Path home = home("gateway");
    Map<String, String> values =
        Map.of(
            "port",
            "" + port,
            "admin",
            "" + freePort(),
            "issuer",
            issuer.url(),
            "audit",
            auditMode,
            "budget",
            System.getenv().getOrDefault("GATEWAY_FAILURE_BUDGET", "50/s"));
    render("jobs.yaml", home, values);
    render("mask.yaml", home, values);
    render("bare.yaml", home, values);
    Files.writeString(home.resolve("policy.yaml"), LoadPolicy.ofRules(200));
    Path file = render("gateway.yaml", home, values);
    List<String> command = List.of(options.gateway().toString(), "run", file.toString());
    return start(home, Map.of("GATEWAY_JAVA_OPTS", jvm), command);
  }

  private Target target(String name, String label, int port, String path, Proxy proxy)
      throws JOSEException {
    String token = issuer.token("http://127.0.0.1:" + port + path);
    return Target.of(name, label, port, path, token, proxy);
  }

  private Path home(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name + "-" + started++));
  }

  private Proxy start(Path home, Map<String, String> environment, List<String> command)
      throws IOException {
    return Proxy.Running.start(options.proxyCore(), home, environment, command);
  }

  private Path render(String template, Path home, Map<String, String> values) throws IOException {
    Map<String, String> all = new TreeMap<>(values);
    all.put("dir", home.toString());
    all.put("upstream", "" + upstream);
    String text = Files.readString(options.templates().resolve(template));
    for (Map.Entry<String, String> value : all.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return Files.writeString(home.resolve(template), text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Whether {@code program} can be started by its name. */
  static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
