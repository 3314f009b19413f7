package io.mcpgateway.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.policy.Call;
import io.mcpgateway.app.policy.CallReader;
import io.mcpgateway.app.policy.CallReader.Circumstance;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.protocol.Era;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is asked for, as options; read like a {@code call} of a test case. */
final class CallOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--tool", paramLabel = "<name>", description = "To call a tool.")
  private @Nullable String tool;

  @Option(
      names = "--args",
      paramLabel = "<json>",
      description = "Its arguments, one JSON object. Default: none")
  private @Nullable String args;

  @Option(
      names = "--annotations",
      paramLabel = "<json>",
      description = "What the upstream says of the tool, such as {\"readOnlyHint\": true}.")
  private @Nullable String annotations;

  @Option(names = "--resource", paramLabel = "<uri>", description = "To read a resource.")
  private @Nullable String resource;

  @Option(
      names = "--template",
      paramLabel = "<uri>",
      description = "To read some resource of a template.")
  private @Nullable String template;

  @Option(names = "--prompt", paramLabel = "<name>", description = "To get a prompt.")
  private @Nullable String prompt;

  @Option(
      names = "--ask",
      paramLabel = "<ask>",
      description = "To be asked by the upstream: sampling, elicitation or roots.")
  private @Nullable String ask;

  @Option(names = "--task", paramLabel = "<id>", description = "To use a task.")
  private @Nullable String task;

  @Option(
      names = "--method",
      paramLabel = "<method>",
      description = "A JSON-RPC method alone; or another one for what the call is about.")
  private @Nullable String method;

  @Option(names = "--era", paramLabel = "<era>", description = "modern (default) or legacy.")
  private @Nullable String era;

  @Option(
      names = "--client-name",
      paramLabel = "<name>",
      description = "What the client calls itself.")
  private @Nullable String clientName;

  @Option(
      names = "--now",
      paramLabel = "<time>",
      description = "Another time than now, such as 2026-12-31T12:00:00Z.")
  private @Nullable String now;

  CallOptions() {}

  /** Whether any of them says what is asked for. */
  boolean areGiven() {
    return tool != null
        || resource != null
        || template != null
        || prompt != null
        || ask != null
        || task != null
        || method != null;
  }

  @Nullable String tool() {
    return tool;
  }

  Call call() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "tool", tool);
    put(json, "args", args);
    put(json, "resource", resource);
    put(json, "template", template);
    put(json, "prompt", prompt);
    put(json, "ask", ask);
    put(json, "task", task);
    put(json, "method", method);
    put(json, "era", era);
    put(json, "client", clientName);
    put(json, "now", now);
    if (annotations != null) {
      try {
        json.set("annotations", CallReader.parse(annotations));
      } catch (IllegalArgumentException wrong) {
        throw new ParameterException(
            spec.commandLine(), "--annotations (expected: " + wrong.getMessage() + ")", wrong);
      }
    }
    Problems problems = new Problems();
    YamlMap map = YamlMap.parse("options", json.toString(), problems, _ -> null);
    Call call =
        new CallReader(Map.of(), new Circumstance(Era.MODERN, null, Instant.now())).read(map);
    refuse(problems, spec);
    return call;
  }

  /** What time it is asked about. */
  Instant now() {
    Problems problems = new Problems();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "now", now);
    Instant time =
        Circumstance.read(
                YamlMap.parse("options", json.toString(), problems, _ -> null),
                new Circumstance(Era.MODERN, null, Instant.now()))
            .now();
    refuse(problems, spec);
    return time;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  /** Says of options what would be said of a file. */
  static void refuse(Problems problems, CommandSpec spec) {
    if (!problems.isEmpty()) {
      StringBuilder text = new StringBuilder();
      problems
          .all()
          .forEach(
              each ->
                  text.append(text.isEmpty() ? "" : "\n")
                      .append("--")
                      .append(each.key())
                      .append(": ")
                      .append(each.value().isEmpty() ? "" : each.value() + " ")
                      .append("(expected: ")
                      .append(each.expected())
                      .append(')'));
      throw new ParameterException(spec.commandLine(), text.toString());
    }
  }
}
