package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.policy.model.Ask;

/** What a policy is asked: may this caller do that, under these circumstances. Immutable. */
public record Question(Principal principal, Subject subject, Circumstances circumstances) {

  /** What it is about. */
  public sealed interface Subject {
    /**
     * To use something.
     *
     * @param name the tool's or prompt's name, or the resource's URI as the client wrote it
     */
    record Use(Primitive primitive, String name) implements Subject {}

    /** To use some resource that the template (RFC 6570) stands for. */
    record Template(String uriTemplate) implements Subject {}

    /** To use any tool at all. */
    record AnyTool() implements Subject {}

    /** That the upstream may ask the client for something. */
    record Answer(Ask ask) implements Subject {}

    /**
     * To use a JSON-RPC method that names none of these.
     *
     * @param known whether the gateway knows it as part of the protocol, and permits it unless a
     *     rule denies it; any other is denied unless a role or rule permits it
     */
    record Method(String method, boolean known) implements Subject {}
  }
}
