package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6DetectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "«2001:db8:85a3:0:0:8a2e:370:7334»",
        "[«2001:db8::1»]:443 «fe80::1%eth0», «fe80::»/10 «2001:db8::»/32",
        "«::ffff:10.1.2.3» «64:ff9b::10.1.2.3» «FE80::A00:27FF:FE4E:66A1»",
        "src=«2001:db8::1»: refused",
        ":: ::1 0:0:0:0:0:0:0:1 12:30:45 10:20:30:40",
        "std::vector a::b Foo::Bar dead::b x[1::2] [::2] a::before face::add()",
        "00:1b:44:11:3a:b7 00:11:22:33:44:55:66:77",
        "16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "1:2:3:4:5:6:7:8:9 ::::::::",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertThat(Marked.find(Kind.IPV6, Marked.plain(text))).isEqualTo(text);
  }
}
