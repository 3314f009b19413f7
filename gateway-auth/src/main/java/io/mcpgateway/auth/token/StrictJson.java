package io.mcpgateway.auth.token;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mcpgateway.core.protocol.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** JSON objects of tokens, key sets and metadata: UTF-8, no duplicate members, nothing after. */
final class StrictJson {
  private static final ObjectReader READER =
      new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private StrictJson() {}

  /**
   * @throws IOException if {@code json} is not exactly one object
   */
  static JsonNode object(byte[] json) throws IOException {
    requireUtf8(json);
    try (JsonParser parser = Json.parser(json, 0, json.length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      JsonNode object = READER.readTree(parser);
      if (parser.nextToken() != null) {
        throw new IOException("something follows the JSON object");
      }
      return object;
    } catch (JsonProcessingException malformed) {
      // Its own message quotes the text, which may be a secret.
      throw new IOException("not valid JSON, or a member twice", malformed);
    } catch (NumberFormatException absurd) {
      // Exponents that no decimal can have pass the parser and fail the tree.
      throw new IOException("a number out of all range", absurd);
    }
  }

  private static void requireUtf8(byte[] json) throws IOException {
    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
    // The parser guesses UTF-16 and UTF-32 from zero bytes and skips a byte order mark.
    if (json.length < 2 || json[0] == 0 || json[1] == 0 || json[0] == (byte) 0xEF) {
      throw new IOException("not plain UTF-8");
    }
  }
}
