package io.mcpgateway.core.upstream;

import io.mcpgateway.core.exchange.Credential;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Session;
import io.mcpgateway.core.protocol.Era;
import io.mcpgateway.core.protocol.JsonObject;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How tools are asked for in each era. Thread-safe. */
final class ToolLister {
  private final OwnRequests requests;

  ToolLister(OwnRequests requests) {
    this.requests = requests;
  }

  /** As the exchange would ask. */
  ToolPages.Page pages(ConnectionPool pool, Exchange exchange) {
    Credential credential = exchange.credential();
    if (exchange.client().era() == Era.MODERN) {
      return modern(pool, credential);
    }
    String session =
        exchange.client().session() instanceof Session.Open(_, String upstreamId, _, _)
            ? upstreamId
            : null;
    return legacy(pool, credential, session, exchange.client().protocolVersion());
  }

  private ToolPages.Page modern(ConnectionPool pool, Credential credential) {
    return cursor -> Inquiry.ask(pool, requests.tools(credential.headers(), cursor), credential);
  }

  private ToolPages.Page legacy(
      ConnectionPool pool,
      Credential credential,
      @Nullable String session,
      @Nullable String version) {
    return cursor ->
        Inquiry.ask(
                pool,
                requests.legacyTools(credential.headers(), cursor, session, version),
                credential)
            .thenApply(finding -> session == null ? finding : noticeLostSession(finding));
  }

  /** The client of the session has to know, so that it begins another. */
  private static Inquiry.Finding noticeLostSession(Inquiry.Finding finding) {
    return finding instanceof Inquiry.Finding.Heard heard
            && LegacyUpstream.isUnknownSession(heard.status(), heard.error())
        ? new Inquiry.Finding.Failed(new Refusal.UnknownSession())
        : finding;
  }

  /** As nobody but the gateway; in a session of its own where there are sessions. */
  CompletableFuture<ToolListing> list(
      ConnectionPool pool, Credential credential, boolean modern, ToolCatalog catalog) {
    if (modern) {
      return catalog.read(modern(pool, credential));
    }
    return Inquiry.ask(pool, requests.initialize(credential.headers()), credential)
        .thenCompose(
            finding -> {
              if (!(finding instanceof Inquiry.Finding.Heard heard)) {
                return failed(((Inquiry.Finding.Failed) finding).why());
              }
              JsonObject result = heard.result();
              String version = result == null ? null : result.string("protocolVersion");
              if (version == null) {
                String upstream = pool.settings().name();
                return failed(
                    CredentialRefusal.is(heard.status())
                        ? CredentialRefusal.of(upstream, heard.status())
                        : new Refusal.BadUpstreamAnswer(upstream, "no answer to initialize"));
              }
              return inSession(pool, credential, heard.sessionId(), version, catalog);
            });
  }

  private CompletableFuture<ToolListing> inSession(
      ConnectionPool pool,
      Credential credential,
      @Nullable String session,
      String version,
      ToolCatalog catalog) {
    return Inquiry.ask(
            pool, requests.initialized(credential.headers(), session, version), credential)
        .thenCompose(_ -> catalog.read(legacy(pool, credential, session, version)))
        .thenCompose(
            listing ->
                session == null
                    ? CompletableFuture.completedFuture(listing)
                    : Inquiry.ask(
                            pool, requests.endSession(credential.headers(), session), credential)
                        .thenApply(_ -> listing));
  }

  private static CompletableFuture<ToolListing> failed(Refusal why) {
    return CompletableFuture.completedFuture(new ToolListing.Failed(why));
  }
}
