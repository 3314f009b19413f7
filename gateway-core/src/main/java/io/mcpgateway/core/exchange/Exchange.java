package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * One client message on its way to an upstream, with everything the gateway has learnt about it so
 * far. Stages never change an exchange; they return a copy that knows more.
 */
public record Exchange(
    Arrival arrival,
    Route route,
    ClientHop client,
    Operation operation,
    Target target,
    Principal principal,
    Grant grant,
    Credential credential) {

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
        Credential.none());
  }

  public String id() {
    return arrival.id();
  }

  /** The JSON-RPC id of the client's request, or null if it is not a request. */
  public @Nullable RequestId requestId() {
    return operation instanceof Operation.Send(JsonRpcMessage.Request request)
        ? request.id()
        : null;
  }

  public Exchange with(ClientHop known) {
    return new Exchange(arrival, route, known, operation, target, principal, grant, credential);
  }

  /** The same exchange with another message or target, for example one that a stage rewrote. */
  public Exchange with(Operation known, Target knownTarget) {
    return new Exchange(arrival, route, client, known, knownTarget, principal, grant, credential);
  }

  public Exchange with(Principal known) {
    return new Exchange(arrival, route, client, operation, target, known, grant, credential);
  }

  public Exchange with(Grant known) {
    return new Exchange(arrival, route, client, operation, target, principal, known, credential);
  }

  public Exchange with(Credential known) {
    return new Exchange(arrival, route, client, operation, target, principal, grant, known);
  }
}
