package io.mcpgateway.policy.pin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
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
import io.mcpgateway.core.protocol.Splices;
import io.mcpgateway.policy.schema.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every tool of every page that a client is to see, as it is in that page, and takes out
 * those that are kept from clients. Before anything else is made of the list: names are the
 * upstream's.
 */
public final class PinFilterStage implements ReplyStage {
  private static final String RULE = "pins";
  private static final String TOOLS = "tools";
  private static final Revision WITHHELD = new Revision.Blocked(new Refusal.Withheld(RULE));

  private final ToolReview review;
  private final boolean shared;

  /**
   * @param shared whether everybody sees the same tools, so that one who does not see a tool shows
   *     that it is gone
   */
  public PinFilterStage(ToolReview review, boolean shared) {
    this.review = review;
    this.shared = shared;
  }

  @Override
  public boolean concerns(Exchange exchange) {
    McpMethod method = exchange.target().method();
    // A stream of a session: what it answers, should it answer anything, is not known.
    return method == McpMethod.TOOLS_LIST
        || (method == null && exchange.operation() instanceof Operation.OpenStream);
  }

  @Override
  public Revision apply(Exchange exchange, JsonRpcMessage message) {
    Span result = message instanceof JsonRpcMessage.Response response ? response.result() : null;
    byte[] bytes = message.bytes();
    if (result == null || bytes[result.start()] != '{') {
      return Revision.UNCHANGED;
    }
    JsonObject members = JsonObject.at(bytes, result);
    Revision revision = Revision.UNCHANGED;
    for (int i = 0; i < members.size(); i++) {
      String member = members.name(i);
      Span value = members.value(i);
      if (!member.equalsIgnoreCase(TOOLS)) {
        continue;
      }
      if (!member.equals(TOOLS) || bytes[value.start()] != '[') {
        return WITHHELD;
      }
      boolean whole = shared && isWhole(exchange, members);
      revision = filter(bytes, value, whole);
    }
    return revision;
  }

  /** Whether the list has one page. */
  private static boolean isWhole(Exchange exchange, JsonObject result) {
    return !result.has("nextCursor")
        && exchange.operation() instanceof Operation.Send(JsonRpcMessage request)
        && !request.params().has("cursor");
  }

  private Revision filter(byte[] bytes, Span array, boolean whole) {
    List<Span> kept = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Span> entries = entries(bytes, array);
    for (Span entry : entries) {
      ToolReview.Opinion opinion = opinion(bytes, entry);
      if (opinion != null) {
        names.add(opinion.tool());
      }
      // What has no name is no tool to anybody.
      if (opinion == null || opinion.action() == PinRules.Action.WARN) {
        kept.add(entry);
      }
    }
    if (whole) {
      review.listed(names);
    }
    int removed = entries.size() - kept.size();
    return removed == 0 ? Revision.UNCHANGED : without(bytes, array, kept, removed);
  }

  private ToolReview.@Nullable Opinion opinion(byte[] bytes, Span entry) {
    String digest = PinnedTool.digest(Arrays.copyOfRange(bytes, entry.start(), entry.end()));
    ToolReview.Opinion known = review.known(digest);
    if (known != null) {
      return known;
    }
    JsonNode tool = Values.read(bytes, entry);
    return tool.path("name").isTextual() ? review.of(digest, tool) : null;
  }

  private static List<Span> entries(byte[] bytes, Span array) {
    List<Span> entries = new ArrayList<>();
    try (JsonParser parser = Json.parser(bytes, array.start(), array.length())) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int start = array.start() + Json.tokenStart(parser);
        parser.skipChildren();
        entries.add(new Span(start, array.start() + Json.tokenEnd(parser)));
      }
      return entries;
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** What stays is copied byte for byte. */
  private static Revision without(byte[] bytes, Span array, List<Span> kept, int removed) {
    StringBuilder rest = new StringBuilder("[");
    for (Span entry : kept) {
      rest.append(rest.length() == 1 ? "" : ",").append(entry.text(bytes));
    }
    Splices splices = new Splices();
    splices.replace(array, rest.append(']').toString());
    try {
      return new Revision.Changed(
          MessageScanner.scan(splices.applyTo(bytes)), Map.of(RULE, removed));
    } catch (MalformedMessageException cannotBe) {
      return WITHHELD;
    }
  }
}
