package io.mcpgateway.policy.curate;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.CurationSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows in a list of tools what {@link CurateStage} accepts in a call: names, titles, descriptions
 * and arguments as clients have them. Every other byte of the result stays as it is. Comes before
 * what filters the list by those names.
 */
public final class CurateListStage implements ReplyStage {
  private static final String RULE = "curate";
  private static final Revision WITHHELD = new Revision.Blocked(new Refusal.Withheld(RULE));

  private final Curation curation;

  public CurateListStage(Curation curation) {
    this.curation = curation;
  }

  @Override
  public boolean concerns(Exchange exchange) {
    return !curation.isEmpty() && exchange.target().method() == McpMethod.TOOLS_LIST;
  }

  @Override
  public Revision apply(Exchange exchange, JsonRpcMessage message) {
    Span result = message instanceof JsonRpcMessage.Response response ? response.result() : null;
    if (result == null) {
      return Revision.UNCHANGED;
    }
    byte[] bytes = message.bytes();
    Span tools = tools(bytes, result);
    if (tools == null) {
      return WITHHELD;
    }
    Edits edits = new Edits();
    List<Span> entries = Json.elements(bytes, tools);
    int hidden = edits.remove(bytes, tools, entries, i -> !edit(bytes, entries.get(i), edits));
    if (edits.isEmpty()) {
      return Revision.UNCHANGED;
    }
    try {
      return new Revision.Changed(
          MessageScanner.scan(edits.applyTo(bytes)), hidden == 0 ? Map.of() : Map.of(RULE, hidden));
    } catch (MalformedMessageException tooLarge) {
      return WITHHELD;
    }
  }

  /** Null if it cannot be said for sure what the list is. */
  private static @Nullable Span tools(byte[] bytes, Span result) {
    if (bytes[result.start()] != '{') {
      return null;
    }
    JsonObject members = JsonObject.at(bytes, result);
    Span tools = null;
    for (int i = 0; i < members.size(); i++) {
      if (members.name(i).equalsIgnoreCase("tools")) {
        Span value = members.value(i);
        if (tools != null || !members.name(i).equals("tools") || bytes[value.start()] != '[') {
          return null;
        }
        tools = value;
      }
    }
    return tools;
  }

  /** False if clients have no such tool. */
  private boolean edit(byte[] bytes, Span entry, Edits edits) {
    JsonObject members = bytes[entry.start()] == '{' ? JsonObject.at(bytes, entry) : null;
    String name = members == null ? null : members.string("name");
    if (members == null || name == null || curation.clientName(name) == null) {
      return false;
    }
    CurationSpec.Tool tool = curation.of(name);
    if (tool != null) {
      CuratedEntry.edit(bytes, members, tool, edits);
    }
    return true;
  }
}
