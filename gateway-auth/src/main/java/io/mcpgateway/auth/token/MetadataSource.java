package io.mcpgateway.auth.token;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer's metadata is, and whether the gateway may publish a copy of it.
 *
 * @param url where it is, or null for where RFC 8414 and OpenID Connect put it
 * @param publish whether the gateway serves it where RFC 8414 puts it, for clients that look for it
 *     beside the resource; then it is not fetched from there
 */
public record MetadataSource(@Nullable URI url, boolean publish) {
  public static final MetadataSource DEFAULT = new MetadataSource(null, false);
}
