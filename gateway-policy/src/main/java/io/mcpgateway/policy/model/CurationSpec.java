package io.mcpgateway.policy.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients see of an upstream's tools, whoever they are: apart from who may use them.
 *
 * @param tools one entry for each tool that is shown otherwise than its upstream shows it
 */
public record CurationSpec(List<Tool> tools) {
  public static final CurationSpec NONE = new CurationSpec(List.of());

  public CurationSpec {
    tools = List.copyOf(tools);
  }

  /**
   * One tool.
   *
   * @param tool what the upstream calls it
   * @param name what clients call it; the same if it is not renamed
   * @param title instead of the upstream's, or null
   * @param description instead of the upstream's, or null
   * @param hidden whether there is no such tool for clients
   * @param arguments those that clients do not have to give, or cannot, by name and in the order in
   *     which they are given
   * @param source where it stands
   */
  public record Tool(
      String tool,
      String name,
      @Nullable String title,
      @Nullable String description,
      boolean hidden,
      Map<String, Argument> arguments,
      Source source) {
    public Tool {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    public boolean isRenamed() {
      return !name.equals(tool);
    }

    /** All that it says of the tool, wherever it stands, as one text. */
    public String says() {
      return tool + ' ' + name + ' ' + title + ' ' + description + ' ' + hidden + ' ' + arguments;
    }
  }

  /** What the gateway says for an argument. */
  public sealed interface Argument {
    /** The value, as JSON. */
    String json();

    /** Always this; clients do not see that there is such an argument. */
    record Fixed(String json) implements Argument {}

    /** This, unless the client says something else. */
    record Default(String json) implements Argument {}
  }
}
