package io.mcpgateway.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageScannerTest {
  @Test
  void aRequestTellsWhereItsPartsStand() throws Exception {
    byte[] body =
        """
        {"jsonrpc":"2.0", "id" : 12 ,"method":"tools/call","params":{"name":"é\\u0041x",
         "arguments":{"n":1.10,"big":9007199254740993},"_meta":{"k":"v"}} }
        """
            .getBytes(UTF_8);

    JsonRpcMessage message = MessageScanner.scan(body);

    assertThat(message).isInstanceOf(JsonRpcMessage.Request.class);
    assertThat(message.id()).isEqualTo(new RequestId("12"));
    assertThat(message.method()).isEqualTo("tools/call");
    assertThat(message.params().string("name")).isEqualTo("éAx");
    assertThat(message.params().raw("arguments"))
        .isEqualTo("{\"n\":1.10,\"big\":9007199254740993}");
    JsonObject arguments = message.params().object("arguments");
    assertThat(arguments).isNotNull();
    assertThat(arguments.raw("n")).isEqualTo("1.10");
    assertThat(arguments.raw("big")).isEqualTo("9007199254740993");
  }
}
