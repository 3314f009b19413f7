package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Arrival;
import io.mcpgateway.core.exchange.Attempt;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.Site;
import io.mcpgateway.core.exchange.Trace;
import io.mcpgateway.core.protocol.ErrorCodes;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpHeaders;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.RequestId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes exchanges of complete requests and starts them. One for each listener; keeps nothing of a
 * request.
 */
final class Messages {
  private static final int MAX_BATCH = 100;

  private final ExchangeIds ids;
  private final LegacyDialect legacy;
  private final long keepAliveNanos;

  Messages(ListenerSettings.Limits limits, ExchangeIds ids, LegacyDialect legacy) {
    this.ids = ids;
    this.legacy = legacy;
    this.keepAliveNanos = limits.keepAliveComment().toNanos();
  }

  /** A GET or DELETE. */
  void operation(
      ClientRequest request, Site.Served served, Operation operation, ClientHandler client) {
    Attempt attempt = new Attempt(served.route(), legacy.era(), null, null);
    read(legacy.read(operation, request.headers()), request, served, legacy, attempt, client);
  }

  /** A posted body. */
  void message(ClientRequest request, Site.Served served, byte[] body, ClientHandler client) {
    try {
      if (MessageScanner.looksLikeBatch(body)) {
        batch(request, served, body, client);
        return;
      }
      JsonRpcMessage message = MessageScanner.scan(body);
      JsonObject meta = message.params().object("_meta");
      ClientDialect dialect = ClientDialect.of(message, meta, request.headers(), legacy);
      read(
          dialect.read(message, meta, request.headers()),
          request.in(request.site().tracing().of(meta, request.arrival().trace())),
          served,
          dialect,
          attempt(served, dialect, message),
          client);
    } catch (MalformedMessageException malformed) {
      Refusal refusal =
          malformed.code() == ErrorCodes.PARSE_ERROR
              ? new Refusal.Unparseable(malformed.problem())
              : new Refusal.InvalidMessage(malformed.problem());
      client.refuse(request, refusal, new Attempt(served.route(), null, null, malformed.id()));
    }
  }

  private void read(
      ClientDialect.Reading reading,
      ClientRequest request,
      Site.Served served,
      ClientDialect dialect,
      Attempt attempt,
      ClientHandler client) {
    switch (reading) {
      case ClientDialect.Reading.Refused(Refusal refusal) ->
          client.refuse(request, refusal, attempt);
      case ClientDialect.Reading.Accepted accepted -> {
        ClientReply reply =
            new ClientReply(
                request,
                exchange(request.arrival(), served, accepted),
                dialect,
                client.out(),
                keepAliveNanos);
        client.replying(reply);
        reply.start(served.pipeline(), client.loop());
      }
    }
  }

  private void batch(ClientRequest request, Site.Served served, byte[] body, ClientHandler client)
      throws MalformedMessageException {
    if (!LegacyDialect.mayBatch(request.headers())) {
      refuseBatch(request, served, "this protocol version has no batches", client);
      return;
    }
    List<Exchange> exchanges = new ArrayList<>();
    for (JsonRpcMessage message : MessageScanner.scanBatch(body, MAX_BATCH)) {
      JsonObject meta = message.params().object("_meta");
      if (meta != null && meta.has(McpHeaders.META_PROTOCOL_VERSION)) {
        refuseBatch(request, served, "a message with an envelope stands alone", client);
        return;
      }
      if ("initialize".equals(message.method())) {
        refuseBatch(request, served, "initialize stands alone", client);
        return;
      }
      switch (legacy.read(message, meta, request.headers())) {
        case ClientDialect.Reading.Refused(Refusal refusal) -> {
          client.refuse(request, refusal, attempt(served, legacy, message));
          return;
        }
        case ClientDialect.Reading.Accepted accepted ->
            exchanges.add(exchange(part(request, meta), served, accepted));
      }
    }
    BatchReply reply = new BatchReply(request, client.out());
    client.replying(reply);
    reply.start(exchanges, served.pipeline(), client.loop());
  }

  private void refuseBatch(
      ClientRequest request, Site.Served served, String problem, ClientHandler client) {
    client.refuse(
        request,
        new Refusal.InvalidMessage(problem),
        new Attempt(served.route(), legacy.era(), null, null));
  }

  private static Attempt attempt(
      Site.Served served, ClientDialect dialect, JsonRpcMessage message) {
    McpMethod method = McpMethod.of(String.valueOf(message.method()), dialect.era()).orElse(null);
    RequestId id = message instanceof JsonRpcMessage.Request ? message.id() : null;
    return new Attempt(served.route(), dialect.era(), method, id);
  }

  /** Each message of a batch is an exchange of its own. */
  private Arrival part(ClientRequest whole, @Nullable JsonObject meta) {
    Trace trace = whole.arrival().trace().sibling();
    return whole.arrival().part(ids.next(), whole.site().tracing().of(meta, trace));
  }

  private static Exchange exchange(
      Arrival arrival, Site.Served served, ClientDialect.Reading.Accepted accepted) {
    return Exchange.received(
        arrival, served.route(), accepted.client(), accepted.operation(), accepted.target());
  }
}
