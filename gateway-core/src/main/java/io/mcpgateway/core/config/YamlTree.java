package io.mcpgateway.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns what stands in YAML into the JSON that it means (YAML 1.2, JSON schema). For one use. */
final class YamlTree {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NODES = 100_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private int nodes;

  /**
   * @throws IllegalArgumentException with what was expected, for what JSON cannot say
   */
  JsonNode of(Node node) {
    return of(node, 0);
  }

  private JsonNode of(Node node, int depth) {
    // Anchors can be nested in themselves, or multiply.
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new IllegalArgumentException(
          "at most " + MAX_DEPTH + " levels and " + MAX_NODES + " values");
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, depth);
      case SequenceNode sequence -> {
        ArrayNode array = JSON.arrayNode();
        sequence.getValue().forEach(each -> array.add(of(each, depth + 1)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new IllegalArgumentException("a value that JSON has");
    };
  }

  private ObjectNode object(MappingNode mapping, int depth) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new IllegalArgumentException("plain keys");
      }
      if (object.has(key.getValue())) {
        throw new IllegalArgumentException("each key once: " + key.getValue());
      }
      object.set(key.getValue(), of(tuple.getValueNode(), depth + 1));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(text.equalsIgnoreCase("true"));
    }
    if (!tag.equals(Tag.INT) && !tag.equals(Tag.FLOAT)) {
      return JSON.textNode(text);
    }
    try {
      if (tag.equals(Tag.FLOAT)) {
        return JSON.numberNode(new BigDecimal(text));
      }
      BigInteger whole = new BigInteger(text);
      if (whole.bitLength() < Integer.SIZE) {
        return JSON.numberNode(whole.intValue());
      }
      return whole.bitLength() < Long.SIZE
          ? JSON.numberNode(whole.longValue())
          : JSON.numberNode(whole);
    } catch (NumberFormatException notInJson) {
      throw new IllegalArgumentException("a number that JSON has, or quotes: " + text, notInJson);
    }
  }
}
