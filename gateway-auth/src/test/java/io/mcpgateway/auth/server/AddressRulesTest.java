package io.mcpgateway.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "2606:4700::1111", "64:ff9b::101:101"})
  void publicAddressesAreWithinReachOfAllButLoopback(String address) {
    assertThat(within(address, Reach.PUBLIC)).isTrue();
    assertThat(within(address, Reach.NETWORK)).isTrue();
    assertThat(within(address, Reach.LOOPBACK)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "100.64.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.18.0.1",
        "fd12:3456::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:808:808::f5ff:fffe"
      })
  void privateAddressesAreForWhatTheOperatorWroteDown(String address) {
    assertThat(within(address, Reach.PUBLIC)).isFalse();
    assertThat(within(address, Reach.NETWORK)).isTrue();
    assertThat(within(address, Reach.LOOPBACK)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"})
  void loopbackIsForWhatSaysSo(String address) {
    assertThat(within(address, Reach.PUBLIC)).isFalse();
    assertThat(within(address, Reach.NETWORK)).isFalse();
    assertThat(within(address, Reach.LOOPBACK)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "::ffff:0:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::",
        "2002:a9fe:a9fe::1",
        // Teredo, by its server and by its client, whose bits are inverted.
        "2001:0:a9fe:a9fe::f7f7:f7f7",
        "2001:0:808:808::5601:5601",
        "fe80::1",
        "fec0::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "ff02::1"
      })
  void someAddressesAreForNobody(String address) {
    for (Reach reach : Reach.values()) {
      assertThat(within(address, reach)).as("%s", reach).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example.com/keys, NETWORK",
    "http://127.0.0.1:8080/keys, LOOPBACK",
    "http://127.1.2.3/keys, LOOPBACK",
    "http://LOCALHOST/keys, LOOPBACK",
    "http://[::1]:1/keys, LOOPBACK",
    "https://localhost.example.com/keys, NETWORK",
    "https://127.0.0.1.example.com/keys, NETWORK"
  })
  void whatTheOperatorWroteReachesLoopbackOnlyIfItSaysSo(URI location, Reach reach) {
    assertThat(Reach.configured(location)).isEqualTo(reach);
  }

  @Test
  void whatTheIssuerNamedReachesTheIssuersHostAndTrustedHostsAndElseTheWorld() {
    URI issuer = URI.create("https://idp.internal/realms/corp");
    Set<String> trusted = Set.of("keys.internal");

    assertThat(Reach.discovered(URI.create("https://IDP.internal:8443/k"), issuer, trusted))
        .isEqualTo(Reach.NETWORK);
    assertThat(Reach.discovered(URI.create("https://keys.internal/k"), issuer, trusted))
        .isEqualTo(Reach.NETWORK);
    assertThat(Reach.discovered(URI.create("https://other.internal/k"), issuer, trusted))
        .isEqualTo(Reach.PUBLIC);
    assertThat(Reach.discovered(URI.create("http://127.0.0.1/k"), issuer, trusted))
        .isEqualTo(Reach.PUBLIC);
  }

  private static boolean within(String address, Reach reach) {
    return AddressRules.within(InetAddress.ofLiteral(address), reach);
  }
}
