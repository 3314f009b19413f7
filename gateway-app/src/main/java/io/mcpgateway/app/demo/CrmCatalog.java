package io.mcpgateway.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the CRM knows and offers. Immutable; every answer is a copy. */
final class CrmCatalog {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final String CUSTOMERS =
      """
      [{"id":"c-1","name":"Ada Byron","email":"ada@example.com","tier":"gold",
        "billing":{"card":"4111111111111111","balance":1250.40}},
       {"id":"c-2","name":"Grace Hall","email":"grace@example.org","tier":"silver",
        "billing":{"card":"5500005555555559","balance":80.00}},
       {"id":"c-3","name":"Linus Park","email":"linus@example.net","tier":"gold",
        "billing":{"card":"4012888888881881","balance":0}}]
      """;

  private static final String TOOLS =
      """
      [{"name":"search_customers","description":"Find customers by a part of their name",
        "inputSchema":{"type":"object","properties":{"query":{"type":"string"}}}},
       {"name":"get_customer","description":"Everything about one customer",
        "inputSchema":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}},
       {"name":"refund","description":"Pay money back to a customer",
        "inputSchema":{"type":"object","properties":{"id":{"type":"string"},
          "amount":{"type":"number"}},"required":["id","amount"]}},
       {"name":"export_report","description":"Write the monthly report; takes its time",
        "inputSchema":{"type":"object"}}]
      """;

  private static final String PROMPTS =
      """
      [{"name":"follow_up","description":"A friendly mail after a call",
        "arguments":[{"name":"customer","required":true}]}]
      """;

  private final JsonNode customers = read(CUSTOMERS);

  JsonNode tools() {
    return read(TOOLS);
  }

  JsonNode prompts() {
    return read(PROMPTS);
  }

  JsonNode resources() {
    ArrayNode resources = JSON.createArrayNode();
    for (JsonNode customer : customers) {
      resources
          .addObject()
          .put("uri", "crm://accounts/" + customer.path("id").asText())
          .put("name", customer.path("name").asText())
          .put("mimeType", "application/json");
    }
    return resources;
  }

  /** Null if there is no such customer. */
  @Nullable JsonNode customer(String id) {
    for (JsonNode customer : customers) {
      if (customer.path("id").asText().equals(id)) {
        return customer.deepCopy();
      }
    }
    return null;
  }

  /** The customers whose name contains {@code part}, without what is nobody's business. */
  ArrayNode search(String part) {
    ArrayNode found = JSON.createArrayNode();
    for (JsonNode customer : customers) {
      if (customer.path("name").asText().contains(part)) {
        ObjectNode copy = customer.deepCopy();
        found.add(copy.retain(List.of("id", "name", "email")));
      }
    }
    return found;
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
