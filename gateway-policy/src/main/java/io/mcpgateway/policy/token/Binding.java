package io.mcpgateway.policy.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Principal;
import java.nio.ByteBuffer;
import java.util.List;

/** Among whom a masked value is the same, and may be restored. */
public sealed interface Binding {
  /** Callers of one tenant. */
  record Tenant(String issuer, String tenant) implements Binding {
    @Override
    public byte[] bytes() {
      return joined("tenant", issuer, tenant);
    }
  }

  /** Callers whom one issuer vouches for without saying of which tenant they are. */
  record Issuer(String issuer) implements Binding {
    @Override
    public byte[] bytes() {
      return joined("issuer", issuer);
    }
  }

  /** Anonymous callers of one route: nothing else says that they belong together. */
  record Anonymous(String path) implements Binding {
    @Override
    public byte[] bytes() {
      return joined("anonymous", path);
    }
  }

  /** That of the caller of {@code exchange}. */
  static Binding of(Exchange exchange) {
    return switch (exchange.principal()) {
      case Principal.Anonymous() -> new Anonymous(exchange.route().path());
      case Principal.Authenticated caller -> {
        String tenant = caller.tenant();
        yield tenant == null ? new Issuer(caller.issuer()) : new Tenant(caller.issuer(), tenant);
      }
    };
  }

  /** The same bytes for no two bindings. */
  byte[] bytes();

  private static byte[] joined(String... parts) {
    List<byte[]> all = List.of(parts).stream().map(part -> part.getBytes(UTF_8)).toList();
    int length = all.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
    ByteBuffer joined = ByteBuffer.allocate(length);
    all.forEach(part -> joined.putInt(part.length).put(part));
    return joined.array();
  }
}
