package io.mcpgateway.policy.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class JwtDetectorTest {
  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  private static final String CLAIMS = encoded("{\"sub\":\"jane\"}");
  private static final String TOKEN = HEADER + "." + CLAIMS + "." + "c2lnbmF0dXJl";

  @Test
  void aSignedTokenIsFoundWhole() {
    assertFound("«" + TOKEN + "»");
    assertFound("Authorization: Bearer «" + TOKEN + "», x");
    assertFound("{\"token\":\"«" + TOKEN + "»\"}");
    assertFound("\\n«" + TOKEN + "»\\n?t=«" + TOKEN + "»&x=1");
    assertFound("«" + encoded("{ \"typ\":\"JWT\", \"alg\":\"none\" }") + "." + CLAIMS + ".»");
    assertFound("«" + TOKEN + "~WyJzYWx0Il0~WyJuYW1lIl0~»");
  }

  @Test
  void anEncryptedTokenIsFoundWhole() {
    String header = encoded("{\"enc\":\"A256GCM\",\"alg\":\"dir\"}");

    assertFound("«" + header + "..aXY.Y2lwaGVy.dGFn» «" + header + ".a2V5.aXY.Y2lwaGVy.dGFn»");
  }

  @Test
  void whatIsNoTokenStays() {
    assertFound(HEADER + " " + HEADER + "." + CLAIMS);
    assertFound(encoded("{\"typ\":\"JWT\"}") + "." + CLAIMS + ".c2ln");
    assertFound("x" + TOKEN);
    assertFound("eyJ.eyJ.eyJ eyeJack.example.com [jwt] tok_jwt_abcdefgh");
  }

  private static void assertFound(String marked) {
    assertThat(Marked.find(Kind.JWT, Marked.plain(marked))).isEqualTo(marked);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
