package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4DetectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "«10.0.0.1»",
        "from «192.168.1.20»:8080 to «8.8.8.8», «10.0.0.0»/8",
        "«203.0.113.7» - - [12/Mar/2025:10:00:00] \"GET / HTTP/1.1\" 200",
        "https://«10.1.2.3»/x db-1/«10.1.2.3»:9092 host:«10.0.0.1»",
        "listening on «172.16.0.5».",
        "nginx version 1.2.3 on «10.0.0.1»",
        "ip.addr==«10.0.0.1» ip=«10.0.0.1»",
        "10.0.0.256 1.2.3.4.5 01.2.3.4 1.2.3",
        "version 1.2.3.4 v1.2.3.4 Version=\"13.0.0.0\" upgraded from 1.2.3.4 to 1.2.3.5",
        "package==1.2.3.4 package>=1.2.3.4 ^1.2.3.4",
        "1.2.3.4-beta 1.2.3.4rc1 Chrome/49.0.26.75 OID 1.3.6.1 see section 3.1.2.1",
        "127.0.0.1 0.0.0.0 255.255.255.0 255.255.255.255",
        "12.11.2024 12:30:45",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertThat(Marked.find(Kind.IPV4, Marked.plain(text))).isEqualTo(text);
  }
}
