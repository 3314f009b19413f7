package io.mcpgateway.app;

import io.mcpgateway.app.audit.query.RecordFilter;
import io.mcpgateway.app.audit.query.RecordFilter.Field;
import io.mcpgateway.policy.model.Glob;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which records a command is about, as options. What is repeated means any of its values. */
final class RecordOptions {
  private static final int MAX_AMOUNT_DIGITS = 6;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--since",
      paramLabel = "<time>",
      description =
          "The earliest arrival: 2026-11-27, 2026-11-27T10:15:00Z, or how long ago, as 90s, 30m, 2h"
              + " or 7d.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "<time>",
      description = "The first that is too late; written the same way.")
  private @Nullable String until;

  @Option(
      names = "--principal",
      paramLabel = "<subject>",
      description = "Who; 'anonymous' for nobody. Here and below, * stands for any characters.")
  private List<String> principals = List.of();

  @Option(names = "--tool", paramLabel = "<name>", description = "Which tool was called.")
  private List<String> tools = List.of();

  @Option(
      names = "--target",
      paramLabel = "<name>",
      description = "Which tool, prompt, task or resource (by its URI).")
  private List<String> targets = List.of();

  @Option(names = "--route", paramLabel = "<path>", description = "On which route.")
  private List<String> routes = List.of();

  @Option(names = "--upstream", paramLabel = "<name>", description = "Of which upstream.")
  private List<String> upstreams = List.of();

  @Option(
      names = "--method",
      paramLabel = "<method>",
      description = "By which method, such as 'tools/call'.")
  private List<String> methods = List.of();

  @Option(names = "--decision", paramLabel = "permit|deny", description = "What policy said.")
  private List<String> decisions = List.of();

  @Option(names = "--rule", paramLabel = "<rule>", description = "And which rule of it.")
  private List<String> rules = List.of();

  @Option(
      names = "--outcome",
      paramLabel = "<outcome>",
      description = "How it ended: answered, failed, abandoned, or the reason of a refusal.")
  private List<String> outcomes = List.of();

  @Option(
      names = "--event",
      paramLabel = "<event>",
      description = "Events of this name, such as 'session-*' or 'config-reloaded'.")
  private List<String> events = List.of();

  @Option(
      names = "--kind",
      paramLabel = "exchange|event|intent|gap",
      description = "Records of this kind. Intents come only if asked for.")
  private List<String> kinds = List.of();

  @Option(names = "--trace", paramLabel = "<id>", description = "Of this trace.")
  private List<String> traces = List.of();

  @Option(names = "--id", paramLabel = "<id>", description = "Of the exchange with this id.")
  private List<String> ids = List.of();

  RecordOptions() {}

  /**
   * What is asked for.
   *
   * @param now what "ago" is counted from
   */
  RecordFilter filter(Instant now) {
    Map<Field, List<Glob>> wanted = new EnumMap<>(Field.class);
    add(wanted, Field.PRINCIPAL, "--principal", principals);
    add(wanted, Field.TOOL, "--tool", tools);
    add(wanted, Field.TARGET, "--target", targets);
    add(wanted, Field.ROUTE, "--route", routes);
    add(wanted, Field.UPSTREAM, "--upstream", upstreams);
    add(wanted, Field.METHOD, "--method", methods);
    add(wanted, Field.DECISION, "--decision", oneOf("--decision", decisions, "permit", "deny"));
    add(wanted, Field.RULE, "--rule", rules);
    add(wanted, Field.OUTCOME, "--outcome", outcomes);
    add(wanted, Field.EVENT, "--event", events);
    add(wanted, Field.KIND, "--kind", oneOf("--kind", kinds, "exchange", "event", "intent", "gap"));
    add(wanted, Field.TRACE, "--trace", traces);
    add(wanted, Field.ID, "--id", ids);
    Instant from = since == null ? null : time("--since", since, now);
    Instant to = until == null ? null : time("--until", until, now);
    if (from != null && to != null && !from.isBefore(to)) {
      throw wrong("--until", String.valueOf(until), "a time after --since");
    }
    return new RecordFilter(from, to, wanted);
  }

  private void add(Map<Field, List<Glob>> wanted, Field field, String option, List<String> texts) {
    List<Glob> globs = new ArrayList<>();
    for (String text : texts) {
      try {
        globs.add(Glob.ofName(text));
      } catch (IllegalArgumentException cannot) {
        throw wrong(option, text, cannot.getMessage());
      }
    }
    if (!globs.isEmpty()) {
      wanted.put(field, globs);
    }
  }

  private List<String> oneOf(String option, List<String> texts, String... words) {
    for (String text : texts) {
      if (!List.of(words).contains(text)) {
        throw wrong(option, text, "one of " + String.join(", ", words));
      }
    }
    return texts;
  }

  private Instant time(String option, String text, Instant now) {
    try {
      Duration ago = ago(text);
      if (ago != null) {
        return now.minus(ago);
      }
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException none) {
      throw wrong(
          option, text, "2026-11-27, 2026-11-27T10:15:00Z, or how long ago: 90s, 30m, 2h, 7d");
    }
  }

  /** Null if it is no time span. */
  static @Nullable Duration ago(String text) {
    int digits = text.length() - 1;
    if (digits < 1
        || digits > MAX_AMOUNT_DIGITS
        || !text.substring(0, digits).chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    long amount = Long.parseLong(text.substring(0, digits));
    return switch (text.charAt(digits)) {
      case 's' -> Duration.ofSeconds(amount);
      case 'm' -> Duration.ofMinutes(amount);
      case 'h' -> Duration.ofHours(amount);
      case 'd' -> Duration.ofDays(amount);
      default -> null;
    };
  }

  private ParameterException wrong(String option, String value, @Nullable String expected) {
    return new ParameterException(
        spec.commandLine(), option + " " + value + " (expected: " + expected + ")");
  }
}
