package io.mcpgateway.policy.access;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.Operation;
import io.mcpgateway.core.exchange.Refusal;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.exchange.Revocations;
import io.mcpgateway.core.protocol.JsonObject;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.McpMethod.Primitive;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.core.protocol.Splices;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows in a list what the caller may use, and nothing else. Every other byte of the result stays
 * as it is, the order and {@code nextCursor} too, also when nothing of a page is left.
 *
 * <p>What is decided per caller must not be shared by caches: wherever a result says {@code
 * cacheScope}, it says {@code private}.
 */
public final class ListFilterStage implements ReplyStage {
  private static final String RULE = "list-filter";
  private static final Revision WITHHELD = new Revision.Blocked(new Refusal.Withheld(RULE));

  private final AccessPolicy policy;
  private final Revocations revocations;
  private final InstantSource clock;

  /**
   * @param revocations what policy permits and an operator took back is not shown either
   */
  public ListFilterStage(AccessPolicy policy, Revocations revocations) {
    this(policy, revocations, InstantSource.system());
  }

  /**
   * @param clock what conditions take the time from
   */
  public ListFilterStage(AccessPolicy policy, Revocations revocations, InstantSource clock) {
    this.policy = policy;
    this.revocations = revocations;
    this.clock = clock;
  }

  public ListFilterStage(AccessPolicy policy) {
    this(policy, Revocations.NONE);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // NONE is the one that never closes anything.
  public boolean concerns(Exchange exchange) {
    McpMethod method = exchange.target().method();
    if (policy.permitsAll()) {
      // A tool may be closed while the list is on its way.
      return method == McpMethod.TOOLS_LIST && revocations != Revocations.NONE;
    }
    if (method == null) {
      // A stream of a session: what it answers, should it answer anything, is not known.
      return exchange.operation() instanceof Operation.OpenStream;
    }
    return method.kind() == McpMethod.Kind.LIST
        || method == McpMethod.RESOURCES_READ
        || method == McpMethod.COMPLETE;
  }

  @Override
  public Revision apply(Exchange exchange, JsonRpcMessage message) {
    if (!(message instanceof JsonRpcMessage.Response response)
        || (policy.permitsAll() && !revocations.closeTools())) {
      return Revision.UNCHANGED;
    }
    Span result = response.result();
    if (result == null) {
      return Revision.UNCHANGED;
    }
    byte[] bytes = message.bytes();
    if (exchange.target().method() == McpMethod.COMPLETE) {
      Instant now = clock.instant();
      CompletionFilter filter =
          CompletionFilter.of(
              exchange, policy.asked(exchange.principal(), now), new Questions(exchange, now));
      return filter == null ? Revision.UNCHANGED : complete(filter, bytes, result);
    }
    String expected = listMember(exchange.target().method());
    if (bytes[result.start()] != '{') {
      return expected == null ? Revision.UNCHANGED : WITHHELD;
    }
    JsonObject members = JsonObject.at(bytes, result);
    Splices splices = new Splices();
    int removed = 0;
    boolean found = expected == null;
    for (int i = 0; i < members.size(); i++) {
      String member = members.name(i);
      Span value = members.value(i);
      if (member.equals("cacheScope")) {
        if (!value.text(bytes).equals("\"private\"")) {
          splices.replace(value, "\"private\"");
        }
        continue;
      }
      List list = List.of(member);
      if (list != null) {
        if (bytes[value.start()] != '[' || !list.member.equals(member)) {
          return WITHHELD;
        }
        found |= member.equals(expected);
        removed += ListEntries.remove(bytes, value, shows(exchange, list), splices);
      }
    }
    if (!found) {
      return WITHHELD;
    }
    return splices.isEmpty() ? Revision.UNCHANGED : revised(bytes, splices, removed);
  }

  private static Revision complete(CompletionFilter filter, byte[] bytes, Span result) {
    Splices splices = new Splices();
    int removed = filter.remove(bytes, result, splices);
    if (removed < 0) {
      return WITHHELD;
    }
    return splices.isEmpty() ? Revision.UNCHANGED : revised(bytes, splices, removed);
  }

  private ListEntries.Choice shows(Exchange exchange, List list) {
    Instant now = clock.instant();
    Questions questions = new Questions(exchange, now);
    AccessPolicy.Asked asked = policy.asked(exchange.principal(), now);
    boolean withAnnotations = list == List.TOOLS && policy.needsDefinitions();
    return parser -> {
      ListedEntry entry = ListedEntry.read(parser, list.key, withAnnotations);
      return entry != null
          && asked
              .decide(questions.aboutEntry(list.use(entry.name()), list.method, entry.definition()))
              .isPermit()
          && !(list == List.TOOLS && revocations.closes(exchange, entry.name()));
    };
  }

  private static Revision revised(byte[] bytes, Splices splices, int removed) {
    try {
      return new Revision.Changed(
          MessageScanner.scan(splices.applyTo(bytes)),
          removed == 0 ? Map.of() : Map.of(RULE, removed));
    } catch (MalformedMessageException cannotBe) {
      return WITHHELD;
    }
  }

  private static @Nullable String listMember(@Nullable McpMethod method) {
    return switch (method) {
      case TOOLS_LIST -> List.TOOLS.member;
      case PROMPTS_LIST -> List.PROMPTS.member;
      case RESOURCES_LIST -> List.RESOURCES.member;
      case RESOURCE_TEMPLATES_LIST -> List.TEMPLATES.member;
      case null, default -> null;
    };
  }

  /** A member of a result that lists something, and the member of each entry that names it. */
  private enum List {
    TOOLS("tools", "name", McpMethod.TOOLS_CALL),
    PROMPTS("prompts", "name", McpMethod.PROMPTS_GET),
    RESOURCES("resources", "uri", McpMethod.RESOURCES_READ),
    TEMPLATES("resourceTemplates", "uriTemplate", McpMethod.RESOURCES_READ);

    private final String member;
    private final String key;
    private final String method;

    List(String member, String key, McpMethod use) {
      this.member = member;
      this.key = key;
      this.method = use.wireName();
    }

    Question.Subject use(String name) {
      return switch (this) {
        case TOOLS -> new Question.Subject.Use(Primitive.TOOL, name);
        case PROMPTS -> new Question.Subject.Use(Primitive.PROMPT, name);
        case RESOURCES -> new Question.Subject.Use(Primitive.RESOURCE, name);
        case TEMPLATES -> new Question.Subject.Template(name);
      };
    }

    /** The list that {@code member} is, or that a careless reader would take it for. */
    static @Nullable List of(String member) {
      for (List list : values()) {
        if (list.member.equalsIgnoreCase(member)) {
          return list;
        }
      }
      return null;
    }
  }
}
