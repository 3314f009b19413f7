package io.mcpgateway.benchmarks.load;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Writes the results: tables for people, every single measurement for programs. */
final class Report {

  private static final String BEGIN = "<!-- measured: begin -->";
  private static final String END = "<!-- measured: end -->";
  private static final String EMPTY = "–";
  private static final Map<String, String> STREAM_LABELS =
      Map.of("haproxy", "HAProxy", "pass", "gateway, pass-through");

  private final Options options;
  private final List<Target> targets;
  private final Results results;

  Report(Options options, List<Target> targets, Results results) {
    this.options = options;
    this.targets = targets;
    this.results = results;
  }

  /** Writes both files and answers the tables. */
  String write() throws IOException {
    String tables = tables();
    writeMarkdown(tables);
    writeJson();
    return tables;
  }

  private String tables() {
    StringBuilder text = new StringBuilder();
    text.append("Measured on ")
        .append(LocalDate.now(ZoneOffset.UTC))
        .append(": ")
        .append(Machine.describe())
        .append(".\n");
    text.append(
        "%d rounds of %d s; median, and least–most of all rounds.\n"
            .formatted(options.rounds(), options.seconds()));
    if (!results.samples().isEmpty()) {
      text.append(closed()).append(open());
    }
    if (!results.streams().isEmpty()) {
      text.append(streams());
    }
    if (!results.floods().isEmpty()) {
      text.append(floods());
    }
    if (options.includesGateway() || options.includes("floods")) {
      text.append(goals());
    }
    return text.append(notes()).toString();
  }

  private String closed() {
    Table table =
        new Table(
            "configuration",
            "requests/s",
            "against nginx",
            "CPU µs/request",
            "against nginx",
            "p50 µs",
            "p99 µs",
            "memory MB",
            "allocated B/request");
    for (Target target : targets) {
      table.row(
          target.label(),
          cell("%,.0f", spread(target, "closed", sample -> DoubleStream.of(sample.perSecond()))),
          cell(
              "%.2f",
              ratio(target, "closed", (sample, nginx) -> sample.perSecond() / nginx.perSecond())),
          cell("%.1f", spread(target, "closed", sample -> sample.cpu().stream())),
          cell("%.2f", cpuRatio(target, "closed")),
          median("%,.0f", spread(target, "closed", sample -> DoubleStream.of(sample.p50()))),
          median("%,.0f", spread(target, "closed", sample -> DoubleStream.of(sample.p99()))),
          median(
              "%.0f",
              spread(target, "closed", sample -> sample.resident().stream().map(b -> b / 1e6))),
          median("%,.0f", spread(target, "closed", sample -> sample.allocated().stream())));
    }
    return "\n### Full load: 32 connections, closed loop\n\n" + table;
  }

  private String open() {
    Table table =
        new Table(
            "configuration",
            "p50 µs",
            "over nginx",
            "p99 µs",
            "against nginx",
            "CPU µs/request",
            "against nginx",
            "answered/s");
    for (Target target : targets) {
      table.row(
          target.label(),
          cell("%,.0f", spread(target, "open", sample -> DoubleStream.of(sample.p50()))),
          cell("%+.0f", ratio(target, "open", (sample, nginx) -> sample.p50() - nginx.p50())),
          cell("%,.0f", spread(target, "open", sample -> DoubleStream.of(sample.p99()))),
          cell("%.2f", ratio(target, "open", (sample, nginx) -> sample.p99() / nginx.p99())),
          cell("%.1f", spread(target, "open", sample -> sample.cpu().stream())),
          cell("%.2f", cpuRatio(target, "open")),
          median("%,.0f", spread(target, "open", sample -> DoubleStream.of(sample.perSecond()))));
    }
    return "\n### Part load: 10,000 requests/s, open loop, 64 connections\n\n" + table;
  }

  private String streams() {
    Table table =
        new Table(
            "streams",
            "configuration",
            "open",
            "memory B/stream",
            "live heap B/stream",
            "process MB");
    for (int asked : options.streams()) {
      for (String name : List.of("nginx", "haproxy", "pass")) {
        Function<Function<StreamSample, DoubleStream>, Optional<Spread>> of =
            value -> results.streamSpread(name, asked, value);
        if (of.apply(sample -> DoubleStream.of(sample.open())).isPresent()) {
          table.row(
              "%,d".formatted(asked),
              STREAM_LABELS.getOrDefault(name, name),
              median("%,.0f", of.apply(sample -> DoubleStream.of(sample.open()))),
              cell("%,.0f", of.apply(sample -> DoubleStream.of(sample.resident()))),
              cell("%,.0f", of.apply(sample -> sample.live().stream())),
              median("%.0f", of.apply(sample -> DoubleStream.of(sample.process() / 1e6))));
        }
      }
    }
    return "\n### Idle streams\n\n" + table;
  }

  private String floods() {
    Table table =
        new Table(
            "beside the good requests",
            "good/s, closed loop",
            "against none",
            "p99 µs at 5,000/s",
            "against none",
            "refused of the flood",
            "key fetches");
    for (Flood flood : Flood.values()) {
      long flooded = both(flood).mapToLong(FloodSample::flooded).sum();
      long refused = both(flood).mapToLong(FloodSample::refused).sum();
      table.row(
          flood.label(),
          cell(
              "%,.0f",
              Spread.of(results.floods(flood, "closed").mapToDouble(FloodSample::perSecond))),
          cell(
              "%.2f",
              results.againstCalm(
                  flood, "closed", (sample, calm) -> sample.perSecond() / calm.perSecond())),
          cell("%,.0f", Spread.of(results.floods(flood, "open").mapToDouble(FloodSample::p99))),
          cell(
              "%.2f",
              results.againstCalm(flood, "open", (sample, calm) -> sample.p99() / calm.p99())),
          flooded == 0 ? EMPTY : "%,d of %,d".formatted(refused, flooded),
          "%d".formatted(both(flood).mapToLong(FloodSample::keyFetches).sum()));
    }
    return "\n### Floods of wrong tokens: gateway, all seven jobs\n\n" + table;
  }

  private Stream<FloodSample> both(Flood flood) {
    return Stream.concat(results.floods(flood, "closed"), results.floods(flood, "open"));
  }

  private String goals() {
    Table table = new Table("goal", "limit", "measured", "met");
    for (Goals.Goal goal : Goals.of(results)) {
      String bound = goal.bound() == Goals.Bound.AT_LEAST ? "≥ " : "≤ ";
      table.row(
          goal.what(),
          bound + goal.format().formatted(goal.limit()),
          cell(goal.format(), goal.measured()),
          goal.isMet().map(met -> met ? "yes" : "**no**").orElse("not measured"));
    }
    return "\n### Goals\n\n" + table;
  }

  private String notes() {
    StringBuilder text = new StringBuilder();
    for (Sample sample : results.samples()) {
      if (sample.disturbed()) {
        results.note(
            "round %d, %s, %s loop: other processes used %.0f %% of the two cores in every try"
                .formatted(sample.round(), sample.target(), sample.load(), 100 * sample.foreign()));
      }
      if (sample.failed() > 0) {
        results.note(
            "round %d, %s, %s loop: %,d requests without a right answer"
                .formatted(sample.round(), sample.target(), sample.load(), sample.failed()));
      }
    }
    for (String note : results.notes()) {
      text.append("- ").append(note).append(".\n");
    }
    return text.isEmpty() ? "" : "\n### Notes\n\n" + text;
  }

  private Optional<Spread> spread(
      Target target, String load, Function<Sample, DoubleStream> value) {
    return results.spread(target.name(), load, value);
  }

  private Optional<Spread> ratio(
      Target target, String load, ToDoubleBiFunction<Sample, Sample> comparison) {
    return results.againstNginx(target.name(), load, comparison);
  }

  private Optional<Spread> cpuRatio(Target target, String load) {
    return target.process().isEmpty()
        ? Optional.empty()
        : ratio(
            target,
            load,
            (sample, nginx) -> sample.cpu().orElse(Double.NaN) / nginx.cpu().orElse(Double.NaN));
  }

  private static String cell(String format, Optional<Spread> spread) {
    String all = format + " (" + format + "–" + format + ")";
    return spread.map(of -> all.formatted(of.median(), of.min(), of.max())).orElse(EMPTY);
  }

  private static String median(String format, Optional<Spread> spread) {
    return spread.map(of -> format.formatted(of.median())).orElse(EMPTY);
  }

  /** Replaces what stands between the marks; a file without them is made from the template. */
  private void writeMarkdown(String tables) throws IOException {
    String page = Files.exists(options.out()) ? Files.readString(options.out()) : "";
    if (!page.contains(BEGIN) || !page.contains(END)) {
      page = Files.readString(options.templates().resolve("performance.md"));
    }
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    createParent(options.out());
    Files.writeString(options.out(), before + "\n\n" + tables + "\n" + after);
  }

  private void writeJson() throws IOException {
    SimpleModule optionals =
        new SimpleModule().addSerializer(OptionalDouble.class, new OptionalSerializer());
    ObjectMapper json =
        JsonMapper.builder()
            .addModule(optionals)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    ObjectNode root =
        json.createObjectNode()
            .put("date", LocalDate.now(ZoneOffset.UTC).toString())
            .put("machine", Machine.describe());
    root.put("rounds", options.rounds()).put("seconds", options.seconds());
    root.set("samples", json.valueToTree(results.samples()));
    root.set("streams", json.valueToTree(results.streams()));
    root.set("floods", json.valueToTree(results.floods()));
    ArrayNode goals = root.putArray("goals");
    for (Goals.Goal goal : Goals.of(results)) {
      ObjectNode node = goals.addObject().put("goal", goal.what()).put("limit", goal.limit());
      goal.measured().ifPresent(spread -> node.put("measured", spread.median()));
      goal.isMet().ifPresent(met -> node.put("met", met));
    }
    root.set("notes", json.valueToTree(results.notes()));
    createParent(options.json());
    json.writeValue(options.json().toFile(), root);
  }

  private static void createParent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  private static final class OptionalSerializer extends JsonSerializer<OptionalDouble> {
    @Override
    public void serialize(OptionalDouble value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value.isPresent()) {
        json.writeNumber(value.getAsDouble());
      } else {
        json.writeNull();
      }
    }
  }

  /** A Markdown table; its first row is the head. */
  private static final class Table {

    private final StringBuilder text = new StringBuilder();

    Table(String... head) {
      row(head);
      text.append("|---".repeat(head.length)).append("|\n");
    }

    void row(String... cells) {
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
