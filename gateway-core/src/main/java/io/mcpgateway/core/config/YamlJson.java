package io.mcpgateway.core.config;

import io.mcpgateway.core.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes YAML nodes as JSON. Numbers stay as they are written. */
final class YamlJson {
  private static final int MAX_LENGTH = 256 * 1024;

  private final Function<ScalarNode, String> texts;
  private final StringBuilder json = new StringBuilder();

  private YamlJson(Function<ScalarNode, String> texts) {
    this.texts = texts;
  }

  /**
   * Null if it cannot be written: too deep, as an alias to itself is, too large, or nothing that
   * JSON has.
   *
   * @param texts what a scalar says that is a text
   */
  static @Nullable String of(Node node, Function<ScalarNode, String> texts) {
    YamlJson writer = new YamlJson(texts);
    if (!writer.write(node, 0)) {
      return null;
    }
    byte[] bytes = writer.json.toString().getBytes(StandardCharsets.UTF_8);
    return Json.standing(bytes, 0, bytes.length) == Json.Standing.JSON
        ? writer.json.toString()
        : null;
  }

  private boolean write(Node node, int depth) {
    if (depth > Json.MAX_DEPTH || json.length() > MAX_LENGTH) {
      return false;
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, depth);
      case SequenceNode sequence -> sequence(sequence, depth);
      case ScalarNode scalar -> {
        boolean text = scalar.getTag().equals(Tag.STR);
        boolean nothing = scalar.getTag().equals(Tag.NULL);
        json.append(text ? Json.quote(texts.apply(scalar)) : nothing ? "null" : scalar.getValue());
        yield true;
      }
      default -> false;
    };
  }

  private boolean mapping(MappingNode mapping, int depth) {
    json.append('{');
    String separator = "";
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        return false;
      }
      json.append(separator).append(Json.quote(key.getValue())).append(':');
      separator = ",";
      if (!write(tuple.getValueNode(), depth + 1)) {
        return false;
      }
    }
    json.append('}');
    return true;
  }

  private boolean sequence(SequenceNode sequence, int depth) {
    json.append('[');
    String separator = "";
    for (Node element : sequence.getValue()) {
      json.append(separator);
      separator = ",";
      if (!write(element, depth + 1)) {
        return false;
      }
    }
    json.append(']');
    return true;
  }
}
