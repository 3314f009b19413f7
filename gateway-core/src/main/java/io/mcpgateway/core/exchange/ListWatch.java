package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stream knows of the lists that its caller sees, so that the client hears of a change once,
 * and of no other. Belongs to one exchange and its loop.
 */
final class ListWatch {
  private final Exchange exchange;
  private final Set<ListChanged> told;
  private final Revocations revocations;
  private final Visibility visibility;
  private long revocationsSeen;
  private long closedTools;
  private Visibility seen;

  /** Null until the configuration in force is another than the one that decided the exchange. */
  private @Nullable Sight sight;

  private ListWatch(
      Exchange exchange,
      Set<ListChanged> told,
      Revocations revocations,
      long revocationsVersion,
      Visibility visibility) {
    this.exchange = exchange;
    this.told = told;
    this.revocations = revocations;
    this.revocationsSeen = revocationsVersion;
    this.closedTools = revocations.closedTools(exchange);
    this.visibility = visibility;
    this.seen = visibility;
  }

  /**
   * Null for an exchange whose client is told of no list.
   *
   * @param revocationsVersion read before anything else of the revocations
   * @param visibility of the configuration that decided the exchange
   */
  static @Nullable ListWatch of(
      Exchange exchange, Revocations revocations, long revocationsVersion, Visibility visibility) {
    Set<ListChanged> told = ListChanged.on(exchange);
    return told.isEmpty()
        ? null
        : new ListWatch(exchange, told, revocations, revocationsVersion, visibility);
  }

  /** What to say to the client now. */
  List<JsonRpcMessage> news() {
    Set<ListChanged> changed = EnumSet.noneOf(ListChanged.class);
    lookAtRevocations(changed);
    lookAtConfiguration(changed);
    changed.retainAll(told);
    return changed.stream().map(list -> list.message(exchange)).toList();
  }

  private void lookAtRevocations(Set<ListChanged> changed) {
    long version = revocations.version();
    if (version != revocationsSeen) {
      revocationsSeen = version;
      long closed = revocations.closedTools(exchange);
      if (closed != closedTools) {
        closedTools = closed;
        changed.add(ListChanged.TOOLS);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // The same until a reload, as Visibility says.
  private void lookAtConfiguration(Set<ListChanged> changed) {
    Visibility now = visibility.inForce();
    if (now == seen) {
      return;
    }
    seen = now;
    Sight before = sight == null ? visibility.of(exchange) : sight;
    Sight after = now.of(exchange);
    sight = after;
    if (before.tools() != after.tools()) {
      changed.add(ListChanged.TOOLS);
    }
    if (before.prompts() != after.prompts()) {
      changed.add(ListChanged.PROMPTS);
    }
    if (before.resources() != after.resources()) {
      changed.add(ListChanged.RESOURCES);
    }
  }
}
