package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real gateway, with what its audit file and its metrics say. */
final class WholeGateway implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Gateway gateway;
  private final HttpClient client = HttpClient.newHttpClient();

  private WholeGateway(Path directory, Gateway gateway) {
    this.directory = directory;
    this.gateway = gateway;
  }

  /** Starts one with a listener named {@code local} and the admin listener, both on free ports. */
  static WholeGateway start(Path directory, String limits, String more) throws Exception {
    String config =
        """
        listeners: [{ name: local, address: "127.0.0.1:0", plaintext: true, limits: { %s } }]
        admin: { address: "127.0.0.1:0" }
        drain: 1s
        """
            .formatted(limits);
    Path file = Files.writeString(directory.resolve("gateway.yaml"), config + more);
    return new WholeGateway(directory, Gateway.start(file, _ -> null));
  }

  /**
   * One that runs already, with its audit file in {@code directory} and a listener {@code local}.
   */
  static WholeGateway of(Path directory, Gateway gateway) {
    return new WholeGateway(directory, gateway);
  }

  URI address(String listener) {
    return gateway.address(listener);
  }

  int port() {
    return gateway.address("local").getPort();
  }

  URI url(String path) {
    return gateway.address("local").resolve(path);
  }

  RawHttp connect() throws IOException {
    return new RawHttp(port());
  }

  /** All records so far. */
  List<JsonNode> audit() {
    return Trails.records(directory.resolve("audit"));
  }

  /**
   * The records after the first {@code known}, once there are {@code more} of them. Records are
   * written in the order in which exchanges end.
   */
  List<JsonNode> newRecords(int known, int more) {
    await().ignoreExceptions().until(() -> audit().size() >= known + more);
    List<JsonNode> records = audit();
    assertThat(records).hasSize(known + more);
    return records.subList(known, known + more);
  }

  /** How often {@code mcpgateway_refusals_total} counted {@code reason} on {@code route}. */
  double refusals(String route, String reason) throws Exception {
    return metric("mcpgateway_refusals_total{reason=\"" + reason + "\",route=\"" + route + "\"}");
  }

  double exchanges(String route, String method, String outcome) throws Exception {
    return metric(
        "mcpgateway_exchanges_total{method=\""
            + method
            + "\",outcome=\""
            + outcome
            + "\",route=\""
            + route
            + "\"}");
  }

  /** What the admin listener says of readiness. */
  String ready() throws Exception {
    return new Calls(client).get(gateway.adminAddress().resolve("/readyz")).body();
  }

  /** A scrape. */
  String metrics() throws Exception {
    return new Calls(client).get(gateway.adminAddress().resolve("/metrics")).body();
  }

  /** A scrape by something that accepts {@code formats}. */
  HttpResponse<byte[]> scrape(String formats) throws Exception {
    return client.send(
        HttpRequest.newBuilder(gateway.adminAddress().resolve("/metrics"))
            .header("Accept", formats)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  /** The value of one series, as it is written in a scrape. */
  double metric(String series) throws Exception {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  @Override
  public void close() {
    client.close();
    gateway.close();
  }
}
