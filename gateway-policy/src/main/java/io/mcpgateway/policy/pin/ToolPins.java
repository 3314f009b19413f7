package io.mcpgateway.policy.pin;

import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.protocol.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tools of one upstream as somebody reviewed them: a lock file.
 *
 * @param tools by name
 */
public record ToolPins(SortedMap<String, PinnedTool> tools) {
  private static final int HEX_SHA256 = 64;

  public ToolPins {
    tools = new TreeMap<>(tools);
  }

  public static ToolPins of(Collection<PinnedTool> tools) {
    SortedMap<String, PinnedTool> byName = new TreeMap<>();
    tools.forEach(tool -> byName.put(tool.name(), tool));
    return new ToolPins(byName);
  }

  /**
   * Reads a lock file; what is wrong goes to the problems of {@code root}.
   *
   * @param upstream whose it is said to be
   */
  public static ToolPins read(YamlMap root, String upstream) {
    if (root.integer("version", 1, 1, 0) == 0 && !root.has("version")) {
      root.problem("version", "1");
    }
    String said = root.string("upstream");
    if (root.has("upstream") && !said.equals(upstream)) {
      root.problem("upstream", "the upstream that names this file: " + upstream);
    }
    YamlMap map = root.map("tools");
    if (map == null && !root.has("tools")) {
      root.problem("tools", "a mapping of tools, as `gateway pin` writes it");
    }
    SortedMap<String, PinnedTool> tools = new TreeMap<>();
    if (map != null) {
      for (String name : map.keys()) {
        YamlMap tool = map.map(name);
        if (tool != null) {
          tools.put(name, tool(name, tool));
          tool.finish();
        }
      }
    }
    root.finish();
    return new ToolPins(tools);
  }

  private static PinnedTool tool(String name, YamlMap map) {
    PinnedTool tool =
        new PinnedTool(
            name,
            digest(map, "sha256"),
            digest(map, "body"),
            digests(map, "members"),
            digests(map, "parameters"));
    for (String member : tool.members().keySet()) {
      if (!PinnedTool.MEMBERS.contains(member)) {
        map.problem("members", "members of " + String.join(", ", PinnedTool.MEMBERS));
      }
    }
    return tool;
  }

  private static String digest(YamlMap map, String key) {
    String digest = map.string(key);
    if (map.has(key) && !isHex(digest, HEX_SHA256)) {
      map.problem(key, HEX_SHA256 + " hexadecimal digits in lower case");
    }
    return digest;
  }

  private static Map<String, String> digestsOf(YamlMap map) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (String name : map.keys()) {
      String digest = map.string(name);
      if (!isHex(digest, HEX_SHA256 / 2)) {
        map.problem(name, HEX_SHA256 / 2 + " hexadecimal digits in lower case");
      }
      digests.put(name, digest);
    }
    return digests;
  }

  private static SortedMap<String, String> digests(YamlMap map, String key) {
    YamlMap digests = map.map(key);
    return digests == null ? new TreeMap<>() : new TreeMap<>(digestsOf(digests));
  }

  private static boolean isHex(String text, int length) {
    return text.length() == length
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** The lock file: the same for the same tools, one digest to a line. */
  public String text(String upstream) {
    StringBuilder text =
        new StringBuilder(
            """
            # The tools of an upstream as they were reviewed, written by `gateway pin`.
            # A digest that changes here is a definition that changes there: read it before you
            # accept it.
            version: 1
            """);
    text.append("upstream: ").append(Json.quote(upstream)).append('\n');
    text.append(tools.isEmpty() ? "tools: {}\n" : "tools:\n");
    for (PinnedTool tool : tools.values()) {
      text.append("  ").append(quoted(tool.name())).append(":\n");
      text.append("    sha256: \"").append(tool.sha256()).append("\"\n");
      text.append("    body: \"").append(tool.body()).append("\"\n");
      append(text, "members", tool.members());
      append(text, "parameters", tool.parameters());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String key, SortedMap<String, String> digests) {
    if (digests.isEmpty()) {
      return;
    }
    text.append("    ").append(key).append(":\n");
    digests.forEach(
        (name, digest) ->
            text.append("      ")
                .append(quoted(name))
                .append(": \"")
                .append(digest)
                .append("\"\n"));
  }

  /** For YAML, and for the eyes of whoever reviews it: in ASCII. */
  private static String quoted(String name) {
    String json = Json.quote(name);
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c > '~') {
        ascii.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          ascii.append(Character.forDigit(c >> shift & 0xF, 16));
        }
      } else {
        ascii.append(c);
      }
    }
    return ascii.toString();
  }
}
