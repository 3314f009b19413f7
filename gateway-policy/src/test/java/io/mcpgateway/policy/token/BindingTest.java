package io.mcpgateway.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.policy.Exchanges;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BindingTest {
  @Test
  void callersOfATenantBelongTogetherWhoeverTheyAre() {
    assertThat(Binding.of(Exchanges.call(ofTenant("alice", "acme"), "pay")))
        .isEqualTo(new Binding.Tenant("https://idp.example", "acme"))
        .isEqualTo(Binding.of(Exchanges.call(ofTenant("bob", "acme"), "refund")));
  }

  @Test
  void withoutATenantThoseOfAnIssuerDo() {
    assertThat(Binding.of(Exchanges.call(Exchanges.someone("alice"), "pay")))
        .isEqualTo(new Binding.Issuer("https://idp.example"));
  }

  @Test
  void anonymousCallersBelongToARoute() {
    var call = Exchanges.call(Exchanges.anonymous(), "pay");

    assertThat(Binding.of(call)).isEqualTo(new Binding.Anonymous(call.route().path()));
  }

  private static Principal ofTenant(String subject, String tenant) {
    return new Principal.Authenticated(
        "https://idp.example",
        subject,
        "client",
        List.of(),
        tenant,
        Set.of(),
        Set.of(),
        null,
        Instant.MAX);
  }
}
