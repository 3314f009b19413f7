package io.mcpgateway.policy.pin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The digests of a tool's definition: enough to tell whether it is the same, and what is different
 * if it is not, without a word of it.
 *
 * @param sha256 of all that counts, in canonical form
 * @param body of the same without the name, which shows that a tool was renamed
 * @param members of each member by itself, shortened; {@code inputSchema} without its properties
 * @param parameters of each property of {@code inputSchema}, shortened
 */
public record PinnedTool(
    String name,
    String sha256,
    String body,
    SortedMap<String, String> members,
    SortedMap<String, String> parameters) {

  /** What of a definition a client or its model goes by. */
  static final List<String> MEMBERS =
      List.of("title", "description", "inputSchema", "outputSchema", "annotations", "icons");

  private static final int SHORT = 32;

  public PinnedTool {
    members = new TreeMap<>(members);
    parameters = new TreeMap<>(parameters);
  }

  /**
   * Of the entry of a list.
   *
   * @param tool an object with a name
   */
  public static PinnedTool of(JsonNode tool) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    SortedMap<String, String> members = new TreeMap<>();
    SortedMap<String, String> parameters = new TreeMap<>();
    for (String member : MEMBERS) {
      JsonNode value = tool.get(member);
      if (value == null) {
        continue;
      }
      body.set(member, value);
      if (member.equals("inputSchema") && value.path("properties").isObject()) {
        for (Map.Entry<String, JsonNode> each : value.path("properties").properties()) {
          parameters.put(each.getKey(), digest(each.getValue()).substring(0, SHORT));
        }
        ObjectNode rest = ((ObjectNode) value).objectNode();
        rest.setAll((ObjectNode) value);
        rest.remove("properties");
        members.put(member, digest(rest).substring(0, SHORT));
      } else {
        members.put(member, digest(value).substring(0, SHORT));
      }
    }
    ObjectNode whole = body.objectNode();
    whole.setAll(body);
    String name = tool.path("name").asText();
    whole.put("name", name);
    return new PinnedTool(name, digest(whole), digest(body), members, parameters);
  }

  private static String digest(JsonNode value) {
    return digest(CanonicalJson.bytes(value));
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }

  /** What is different in {@code now}, in words. */
  List<String> differences(PinnedTool now) {
    List<String> differences = new ArrayList<>();
    for (String member : MEMBERS) {
      String difference = difference(members.get(member), now.members.get(member));
      if (!difference.isEmpty()) {
        differences.add(member + " " + difference);
      }
    }
    TreeSet<String> all = new TreeSet<>(parameters.keySet());
    all.addAll(now.parameters.keySet());
    for (String parameter : all) {
      String difference = difference(parameters.get(parameter), now.parameters.get(parameter));
      if (!difference.isEmpty()) {
        differences.add("parameter " + Finding.shown(parameter) + " " + difference);
      }
    }
    return differences;
  }

  private static String difference(@Nullable String before, @Nullable String now) {
    if (before == null) {
      return now == null ? "" : "added";
    }
    return now == null ? "removed" : before.equals(now) ? "" : "changed";
  }
}
