package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Route;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.exchange.Trace;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says what becomes of a request, by its head alone. One for each listener; keeps nothing of a
 * request.
 */
final class Intake {
  private static final String ROUTE_METHODS = "GET, POST, DELETE";
  private static final Set<String> ALLOWED_ON_ROUTE = Set.of("GET", "POST", "DELETE");
  private static final Set<String> ALLOWED_ON_DOCUMENT = Set.of("GET");

  private final String listener;
  private final ListenerSettings.Limits limits;
  private final Supplier<Site> sites;
  private final ExchangeIds ids;

  Intake(ListenerSettings settings, Supplier<Site> sites, ExchangeIds ids) {
    this.listener = settings.name();
    this.limits = settings.limits();
    this.sites = sites;
    this.ids = ids;
  }

  /** What becomes of a head. */
  sealed interface Next {
    record Refuse(Refusal refusal) implements Next {}

    /** Answer as soon as the request is over. */
    record Document(Site.Document document) implements Next {}

    record Preflight(String methods) implements Next {}

    record Page() implements Next {}

    /** GET or DELETE in a legacy session. */
    record Operate(Site.Served served, Operation operation) implements Next {}

    /**
     * POST: read the body first.
     *
     * @param announced the {@code Content-Length}, or -1
     * @param expectsContinue whether the client waits to be told so
     */
    record Collect(Site.Served served, long announced, boolean expectsContinue) implements Next {}
  }

  /** A head together with what becomes of it. */
  record Head(ClientRequest request, Next next) {}

  /** A request of which nothing is known but that it began. */
  ClientRequest unreadable(Peer peer) {
    Site site = sites.get();
    NettyRequestHeaders headers = new NettyRequestHeaders(EmptyHttpHeaders.INSTANCE);
    return new ClientRequest(
        arrival(peer, "HTTP/1.1", "-", "-", site.tracing().of(headers)),
        site,
        headers,
        HttpMethod.GET,
        null,
        null,
        false,
        true);
  }

  Head head(HttpRequest head, Peer peer, boolean http2) {
    Site site = sites.get();
    HttpRules.Verdict verdict = HttpRules.check(head, site.authorities(), limits);
    String httpVersion = http2 ? "HTTP/2" : head.protocolVersion().text();
    boolean decoded = head.decoderResult().isSuccess();
    boolean accepted = verdict instanceof HttpRules.Verdict.Accepted;
    String path = verdict instanceof HttpRules.Verdict.Accepted ok ? ok.path() : "-";
    NettyRequestHeaders headers = new NettyRequestHeaders(head.headers());
    Trace trace = site.tracing().of(headers);
    ClientRequest request =
        new ClientRequest(
            arrival(peer, httpVersion, decoded ? head.method().name() : "-", path, trace),
            site,
            headers,
            head.method(),
            null,
            null,
            accepted
                && HttpUtil.isKeepAlive(head)
                // Whether a body still comes after a refusal is anyone's guess.
                && !head.headers().contains(HttpHeaderNames.EXPECT),
            http2 || !head.protocolVersion().equals(HttpVersion.HTTP_1_0));
    return switch (verdict) {
      case HttpRules.Verdict.Refused(Refusal refusal) ->
          new Head(request, new Next.Refuse(refusal));
      case HttpRules.Verdict.Accepted ok -> route(request, head.headers(), ok);
    };
  }

  private Arrival arrival(Peer peer, String httpVersion, String method, String path, Trace trace) {
    return new Arrival(
        ids.next(),
        Instant.now(),
        System.nanoTime(),
        listener,
        peer.address(),
        httpVersion,
        method,
        path,
        trace,
        peer.certificate());
  }

  private static Head route(
      ClientRequest unrouted, HttpHeaders headers, HttpRules.Verdict.Accepted head) {
    Site.Served served = unrouted.site().route(head.path());
    if (served == null) {
      Site.Document document = unrouted.site().document(head.path());
      return document == null
          ? new Head(unrouted, new Next.Refuse(new Refusal.UnknownRoute()))
          : document(unrouted, document);
    }
    Route route = served.route();
    ClientRequest routed = unrouted.on(route);
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    if (!Cors.allows(route, origins)) {
      return new Head(routed, new Next.Refuse(new Refusal.ForbiddenOrigin()));
    }
    ClientRequest request = origins.isEmpty() ? routed : routed.from(origins.getFirst());
    HttpMethod method = request.method();
    if (method.equals(HttpMethod.POST)) {
      return new Head(request, post(headers, head, served));
    }
    if (method.equals(HttpMethod.GET)) {
      return new Head(request, get(request, headers, served));
    }
    if (method.equals(HttpMethod.DELETE)) {
      return new Head(request, session(request, served, new Operation.EndSession()));
    }
    if (method.equals(HttpMethod.OPTIONS)
        && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
        && request.origin() != null) {
      return new Head(request, new Next.Preflight(ROUTE_METHODS));
    }
    return new Head(request, new Next.Refuse(new Refusal.HttpMethodNotAllowed(ALLOWED_ON_ROUTE)));
  }

  private static Head document(ClientRequest request, Site.Document document) {
    ClientRequest anyOrigin = request.from("*");
    if (request.method().equals(HttpMethod.GET)) {
      return new Head(anyOrigin, new Next.Document(document));
    }
    // Pages ask first, because MCP clients send MCP-Protocol-Version here, too.
    return new Head(
        anyOrigin,
        request.method().equals(HttpMethod.OPTIONS)
            ? new Next.Preflight("GET")
            : new Next.Refuse(new Refusal.HttpMethodNotAllowed(ALLOWED_ON_DOCUMENT)));
  }

  private static Next post(
      HttpHeaders headers, HttpRules.Verdict.Accepted head, Site.Served served) {
    List<String> contentTypes = headers.getAll(HttpHeaderNames.CONTENT_TYPE);
    if (contentTypes.size() != 1 || !MediaTypes.isJson(contentTypes.getFirst())) {
      return new Next.Refuse(
          new Refusal.UnsupportedMediaType("Content-Type: expected application/json in UTF-8"));
    }
    List<String> accept = headers.getAll(HttpHeaderNames.ACCEPT);
    // Whether a message or a stream comes back is the upstream's choice. No Accept means anything.
    if (!accept.isEmpty()
        && !(MediaTypes.covers(accept, MediaTypes.JSON)
            && MediaTypes.covers(accept, MediaTypes.EVENT_STREAM))) {
      return new Next.Refuse(new Refusal.NotAcceptable());
    }
    int maxBytes = served.route().maxRequestBytes();
    return head.contentLength() > maxBytes
        ? new Next.Refuse(new Refusal.BodyTooLarge(maxBytes))
        : new Next.Collect(served, head.contentLength(), head.expectsContinue());
  }

  private static Next get(ClientRequest request, HttpHeaders headers, Site.Served served) {
    List<String> accept = headers.getAll(HttpHeaderNames.ACCEPT);
    if (MediaTypes.names(accept, MediaTypes.EVENT_STREAM)) {
      return session(request, served, new Operation.OpenStream());
    }
    return MediaTypes.names(accept, MediaTypes.HTML)
        ? new Next.Page()
        : new Next.Refuse(new Refusal.NotAcceptable());
  }

  private static Next session(ClientRequest request, Site.Served served, Operation operation) {
    return ClientDialect.namesModern(request.headers())
        ? new Next.Refuse(new Refusal.HttpMethodNotAllowed(Set.of("POST")))
        : new Next.Operate(served, operation);
  }
}
