package io.mcpgateway.app.audit.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.audit.verify.TrailWords;
import io.mcpgateway.policy.model.Glob;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which records are asked for. Of each {@link Field} that something is wanted of, one pattern has
 * to match. Intents, and what the trail says of itself, are there only if asked for by name.
 *
 * @param since the earliest arrival; null for any
 * @param until the first that is too late; null for none
 */
public record RecordFilter(
    @Nullable Instant since, @Nullable Instant until, Map<Field, List<Glob>> wanted) {
  /** Everything that happened. */
  public static final RecordFilter ALL = new RecordFilter(null, null, Map.of());

  /** What a record can be chosen by. */
  public enum Field {
    KIND,
    PRINCIPAL,
    TOOL,
    TARGET,
    ROUTE,
    UPSTREAM,
    METHOD,
    DECISION,
    RULE,
    OUTCOME,
    EVENT,
    TRACE,
    ID;

    /** What a record says of it; empty if nothing. */
    private String in(RecordRow row) {
      return switch (this) {
        case KIND -> row.kind();
        case PRINCIPAL -> row.principal();
        case TOOL -> row.targetType().equals("tool") ? row.target() : "";
        case TARGET -> row.target();
        case ROUTE -> row.route();
        case UPSTREAM -> row.upstream();
        case METHOD -> row.method();
        case DECISION -> row.decision();
        case RULE -> row.rule();
        case OUTCOME -> row.kind().equals("event") ? "" : row.outcome();
        case EVENT -> row.kind().equals("event") ? row.outcome() : "";
        case TRACE -> row.trace();
        case ID -> row.id();
      };
    }
  }

  public RecordFilter {
    Map<Field, List<Glob>> copy = new EnumMap<>(Field.class);
    wanted.forEach((field, globs) -> copy.put(field, List.copyOf(globs)));
    wanted = copy;
  }

  boolean accepts(JsonNode json, RecordRow row) {
    if ((since != null && row.time().isBefore(since))
        || (until != null && !row.time().isBefore(until))) {
      return false;
    }
    boolean named = wanted.containsKey(Field.KIND) || wanted.containsKey(Field.EVENT);
    if (!named && (row.isIntent() || TrailWords.isAboutTrail(json))) {
      return false;
    }
    for (Map.Entry<Field, List<Glob>> each : wanted.entrySet()) {
      String value = each.getKey().in(row);
      if (value.isEmpty() || each.getValue().stream().noneMatch(glob -> glob.matches(value))) {
        return false;
      }
    }
    return true;
  }
}
