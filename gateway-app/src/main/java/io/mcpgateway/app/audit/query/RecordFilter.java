package io.mcpgateway.app.audit.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.app.audit.verify.TrailWords;
import io.mcpgateway.policy.model.Glob;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    KIND(RecordRow::kind),
    PRINCIPAL(RecordRow::principal),
    TOOL(row -> row.targetType().equals("tool") ? row.target() : ""),
    TARGET(RecordRow::target),
    ROUTE(RecordRow::route),
    UPSTREAM(RecordRow::upstream),
    METHOD(RecordRow::method),
    DECISION(RecordRow::decision),
    RULE(RecordRow::rule),
    OUTCOME(row -> row.kind().equals("event") ? "" : row.outcome()),
    EVENT(row -> row.kind().equals("event") ? row.outcome() : ""),
    TRACE(RecordRow::trace),
    ID(RecordRow::id);

    private final Function<RecordRow, String> value;

    Field(Function<RecordRow, String> value) {
      this.value = value;
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
      String value = each.getKey().value.apply(row);
      if (value.isEmpty() || each.getValue().stream().noneMatch(glob -> glob.matches(value))) {
        return false;
      }
    }
    return true;
  }
}
