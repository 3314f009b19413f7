package io.mcpgateway.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool as its upstream describes it (MCP 2026-07-28, tools, data types). Thread-safe as long as
 * nobody changes {@code json}, which nobody may. The same definition is the same object for as long
 * as the upstream's list is the same, so that what is worked out from it can be kept by identity.
 *
 * @param name what the upstream calls it
 * @param json the entry of {@code tools/list}, an object
 */
public record ToolDefinition(String name, JsonNode json) {
  @Override
  public String toString() {
    return "ToolDefinition[" + name + "]";
  }
}
