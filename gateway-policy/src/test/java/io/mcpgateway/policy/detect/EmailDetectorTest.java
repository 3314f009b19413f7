package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailDetectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "«jane@example.com»",
        "write to <«jane.doe+crm@mail.example.co.uk»>, now.",
        "to «j_d-1%x@a-b.example».",
        "«o'hara@example.org», «a@1.com»; «a@b.xn--p1ai»",
        "mailto:«josé@exámple.com»?subject=x",
        "联系:«иван@почта.рф»,谢谢",
        "?email=«jane%40example.com»&x=1 %3C«jane@example.com»%3E",
        "«jane&#64;example.com» «jane@example.com»4111",
        "scp deploy.log «deploy@server.example.com»:/var/log",
        "first\\n«jane@example.com»\\nlast",
        "'«jane@example.com»' --«jane@example.com»",
        "name,«jane@example.com»,+1",
        "\"from\": \"Jane <«jane@example.com»>\"",
        "@Override",
        "npm install @scope/package@1.2.3",
        "follow @jane.doe or @jane",
        "pkg@1.2.3 lodash@4.17.21-rc.next tool@v1.2.3-beta.rc",
        "user@localhost",
        "a @ b.com",
        "@example.com",
        "icon@2x.png logo@dark.svg getty@tty1.service",
        "a@b a@.com a@-b.com",
        "@@@@@@",
        "meet @ 5.30",
        "postgres://user:pass@db.example.com/x ssh://jane@host.example.com",
        "git clone git@github.com:org/repository.git",
        "https://medium.com/@jane.doe/post HEAD@{1}",
        "[email]@example.com tok_email_abcdefgh",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertThat(Marked.find(Kind.EMAIL, Marked.plain(text))).isEqualTo(text);
  }
}
