package io.mcpgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserTest {
  private static final String DOCUMENT = "/.well-known/oauth-protected-resource/mcp";

  private final Edge edge = Edge.plain();

  @AfterEach
  void stop() {
    edge.close();
  }

  private String from(String origin) {
    return Requests.post(edge.authority(), "Origin: " + origin + "\r\n", Requests.LEGACY_LIST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "https://gateway.example.com.evil.example",
        "http://gateway.example.com",
        "https://gateway.example.com:8443",
        "https://app.example.com, https://evil.example",
        "https://app.example.com\r\nOrigin: https://app.example.com",
        ""
      })
  void aPageOfAnotherOriginIsForbidden(String origin) throws Exception {
    RawClient.Answer answer = edge.ask(from(origin));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("access-control-allow-origin")).isNull();
    assertThat(edge.upstream.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {Edge.ALLOWED_ORIGIN, "https://gateway.example.com"})
  void aPageThatMayCallSeesTheAnswerAndItsHeaders(String origin) throws Exception {
    RawClient.Answer answer = edge.ask(from(origin));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo(origin);
    assertThat(answer.header("vary")).isEqualToIgnoringCase("origin");
    assertThat(answer.header("access-control-expose-headers"))
        .contains("Mcp-Session-Id", "WWW-Authenticate", "MCP-Protocol-Version", "Retry-After");
    assertThat(answer.header("access-control-allow-credentials")).isNull();
  }

  @Test
  void aPageSeesRefusalsToo() throws Exception {
    RawClient.Answer answer =
        edge.ask(from(Edge.ALLOWED_ORIGIN).replace("application/json\r\nAccept", "a/b\r\nAccept"));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo(Edge.ALLOWED_ORIGIN);
  }

  @Test
  void aPreflightIsAnsweredWithoutAskingAnyStage() throws Exception {
    RawClient.Answer answer = edge.ask(preflight("/mcp", Edge.ALLOWED_ORIGIN));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo(Edge.ALLOWED_ORIGIN);
    assertThat(answer.header("access-control-allow-methods")).isEqualTo("GET, POST, DELETE");
    assertThat(answer.header("access-control-allow-headers")).contains("Authorization", "*");
    assertThat(edge.outcomes).isEmpty();
  }

  @Test
  void aPreflightOfAnotherOriginIsForbidden() throws Exception {
    assertThat(edge.ask(preflight("/mcp", "https://evil.example")).status()).isEqualTo(403);
  }

  private String preflight(String path, String origin) {
    return "OPTIONS "
        + path
        + " HTTP/1.1\r\nHost: "
        + edge.authority()
        + "\r\nOrigin: "
        + origin
        + "\r\nAccess-Control-Request-Method: POST\r\n\r\n";
  }

  @Test
  void aPersonWhoOpensTheUrlSeesAStaticPage() throws Exception {
    RawClient.Answer answer =
        edge.ask(
            Requests.get(edge.authority(), "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n")
                .replaceFirst("/mcp", "/mcp?<script>"));
    assertThat(answer.status()).isEqualTo(200);
    RawClient.Answer plain = edge.ask(Requests.get(edge.authority(), "Accept: text/html\r\n"));

    assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.header("content-security-policy")).startsWith("default-src 'none'");
    assertThat(answer.body()).isEqualTo(plain.body()).contains("MCP endpoint");
    assertThat(answer.body()).doesNotContain("http://", "https://", "<script");
    assertThat(edge.upstream.all()).isEmpty();
  }

  @Test
  void aGetForNeitherAStreamNorAPageIsNotAcceptable() throws Exception {
    assertThat(edge.ask(Requests.get(edge.authority(), "Accept: application/json\r\n")).status())
        .isEqualTo(406);
    assertThat(edge.ask(Requests.get(edge.authority(), "")).status()).isEqualTo(406);
  }

  @Test
  void aDocumentIsReadableFromAnyOrigin() throws Exception {
    RawClient.Answer answer =
        edge.ask(
            Requests.get(edge.authority(), "Origin: https://anywhere.example\r\n")
                .replaceFirst("/mcp", DOCUMENT));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo("{\"resource\":\"x\"}");
  }

  @Test
  void aDocumentsPreflightIsAnswered() throws Exception {
    RawClient.Answer answer = edge.ask(preflight(DOCUMENT, "https://anywhere.example"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("access-control-allow-methods")).isEqualTo("GET");
  }

  @Test
  void aDocumentIsReadOnly() throws Exception {
    RawClient.Answer answer =
        edge.ask(Requests.post(edge.authority(), "", "{}").replaceFirst("/mcp", DOCUMENT));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET");
  }
}
