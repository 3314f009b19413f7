package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of credential that a client may bring, through real sockets against a whole gateway:
 * the status, the challenge, the JSON-RPC answer, the audit record, and that the upstream saw
 * nothing.
 */
class TokenMatrixTest {
  @TempDir static Path directory;
  private static MatrixGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    gateway = new MatrixGateway(directory);
  }

  @AfterAll
  static void close() {
    // Two issuers, however many tokens: nothing that a token says makes the gateway ask anybody.
    assertThat(gateway.canary.connections()).isZero();
    assertThat(gateway.corp.keyFetches()).isLessThanOrEqualTo(3);
    gateway.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "io.mcpgateway.app.MatrixClaims#audiences",
    "io.mcpgateway.app.MatrixClaims#issuers",
    "io.mcpgateway.app.MatrixClaims#times",
    "io.mcpgateway.app.MatrixClaims#types",
    "io.mcpgateway.app.MatrixClaims#kinds",
    "io.mcpgateway.app.MatrixKeys#algorithms",
    "io.mcpgateway.app.MatrixKeys#headers",
    "io.mcpgateway.app.MatrixKeys#kids",
    "io.mcpgateway.app.MatrixKeys#spellings",
    "io.mcpgateway.app.MatrixRequests#headers",
    "io.mcpgateway.app.MatrixRequests#queries",
    "io.mcpgateway.app.MatrixRequests#routes"
  })
  void isDecidedAsTheTableSays(MatrixRow row) throws Exception {
    gateway.check(row);
  }
}
