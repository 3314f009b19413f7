package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.token.Binding;
import io.mcpgateway.policy.token.ValueTokens;
import java.time.Duration;

/** Hashes and tokens for the callers of one {@link Binding}. */
record TenantPseudonyms(ValueTokens tokens, Binding binding) implements Pseudonyms {
  @Override
  public String hash(String kind, byte[] value) {
    return tokens.hash(binding, kind, value);
  }

  @Override
  public String token(String kind, String mask, byte[] value, Duration life) {
    return tokens.seal(binding, kind, mask, value, life);
  }

  @Override
  public boolean isToken(String mask, String text) {
    return tokens.open(binding, mask, text) != null;
  }
}
