package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One client message on its way to an upstream, with everything the gateway has learnt about it so
 * far. Stages never change an exchange; they return a copy that knows more.
 *
 * @param target what the client named; policy, limits, masks and audit records speak of it, also
 *     where the upstream calls it something else
 * @param original what the client sent, where a stage rewrote it; otherwise null
 * @param tool the definition of the tool that is called, or null if it is no call, or nobody asked
 *     for the definition, or there is none
 * @param observations what only observed rules say to it
 * @param revisions how often each mask applied to what the client sent, by rule name
 */
public record Exchange(
    Arrival arrival,
    Route route,
    ClientHop client,
    Operation operation,
    Target target,
    Principal principal,
    Grant grant,
    Credential credential,
    @Nullable JsonRpcMessage original,
    @Nullable ToolDefinition tool,
    List<Observation> observations,
    Map<String, Integer> revisions) {

  public Exchange {
    observations = List.copyOf(observations);
    revisions = Map.copyOf(revisions);
  }

  /** An exchange of which only the message is known. */
  public static Exchange received(
      Arrival arrival, Route route, ClientHop client, Operation operation, Target target) {
    return new Exchange(
        arrival,
        route,
        client,
        operation,
        target,
        new Principal.Anonymous(),
        new Grant.None(),
        Credential.none(),
        null,
        null,
        List.of(),
        Map.of());
  }

  public String id() {
    return arrival.id();
  }

  public Trace trace() {
    return arrival.trace();
  }

  /** A log line that says which exchange it is about. */
  public LoggingEventBuilder mark(LoggingEventBuilder line) {
    return line.addKeyValue("exchangeId", id()).addKeyValue("traceId", trace().traceId());
  }

  /** The JSON-RPC id of the client's request, or null if it is not a request. */
  public @Nullable RequestId requestId() {
    return operation instanceof Operation.Send(JsonRpcMessage.Request request)
        ? request.id()
        : null;
  }

  /** The message as the client sent it, or null if it sent none. */
  public @Nullable JsonRpcMessage said() {
    if (original != null) {
      return original;
    }
    return operation instanceof Operation.Send(JsonRpcMessage message) ? message : null;
  }

  /**
   * The same exchange with the message that its upstream gets instead of what the client sent; the
   * target stays what the client named.
   */
  public Exchange rewritten(JsonRpcMessage message) {
    return new Exchange(
        arrival,
        route,
        client,
        new Operation.Send(message),
        target,
        principal,
        grant,
        credential,
        said(),
        tool,
        observations,
        revisions);
  }

  public Exchange with(ClientHop known) {
    return new Exchange(
        arrival,
        route,
        known,
        operation,
        target,
        principal,
        grant,
        credential,
        original,
        tool,
        observations,
        revisions);
  }

  /** The same exchange with another message or target, for example one that a stage rewrote. */
  public Exchange with(Operation known, Target knownTarget) {
    return new Exchange(
        arrival,
        route,
        client,
        known,
        knownTarget,
        principal,
        grant,
        credential,
        original,
        tool,
        observations,
        revisions);
  }

  public Exchange with(Principal known) {
    return new Exchange(
        arrival,
        route,
        client,
        operation,
        target,
        known,
        grant,
        credential,
        original,
        tool,
        observations,
        revisions);
  }

  public Exchange with(Grant known) {
    return new Exchange(
        arrival,
        route,
        client,
        operation,
        target,
        principal,
        known,
        credential,
        original,
        tool,
        observations,
        revisions);
  }

  public Exchange with(Credential known) {
    return new Exchange(
        arrival,
        route,
        client,
        operation,
        target,
        principal,
        grant,
        known,
        original,
        tool,
        observations,
        revisions);
  }

  public Exchange with(ToolDefinition known) {
    return new Exchange(
        arrival,
        route,
        client,
        operation,
        target,
        principal,
        grant,
        credential,
        original,
        known,
        observations,
        revisions);
  }

  /** The same exchange with more that was observed. */
  public Exchange observed(List<Observation> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Observation> all = new ArrayList<>(observations);
    all.addAll(more);
    return noted(all, revisions);
  }

  /** The same exchange with more that masks did to what the client sent. */
  public Exchange revised(Map<String, Integer> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, Integer> all = new HashMap<>(revisions);
    more.forEach((rule, count) -> all.merge(rule, count, Integer::sum));
    return noted(observations, all);
  }

  private Exchange noted(List<Observation> known, Map<String, Integer> knownRevisions) {
    return new Exchange(
        arrival,
        route,
        client,
        operation,
        target,
        principal,
        grant,
        credential,
        original,
        tool,
        known,
        knownRevisions);
  }
}
