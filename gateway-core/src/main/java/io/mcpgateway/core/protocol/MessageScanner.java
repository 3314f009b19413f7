package io.mcpgateway.core.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one strict reader of JSON-RPC messages (JSON-RPC 2.0; MCP 2026-07-28, basic). What it accepts
 * is forwarded byte for byte, so nobody behind the gateway may read it differently.
 *
 * <p>Refused: anything but UTF-8 without a BOM, trailing bytes, two members of one name at any
 * level, members of the envelope, of {@code params}, of {@code arguments} or of a completion's
 * {@code ref} whose names differ only by case, members that look like a known one in another case,
 * nesting beyond {@link Json#MAX_DEPTH}, more than {@link Json#MAX_TOKENS} tokens, ids that are
 * neither a string nor an integer of 64 bits.
 */
public final class MessageScanner {
  private static final Map<String, String> ENVELOPE_NAMES =
      known("jsonrpc", "id", "method", "params", "result", "error");
  private static final Map<String, String> PARAMS_NAMES =
      known("_meta", "name", "arguments", "uri", "cursor", "ref", "argument", "taskId");
  private static final Map<String, String> REF_NAMES = known("type", "name", "uri");

  /** Whatever they mean, they mean it to the upstream only. */
  private static final Map<String, String> NO_NAMES = Map.of();

  private static final int MAX_ID_LENGTH = 1024;

  /** As many as fit into 64 bits: more, and an upstream would echo another number. */
  private static final int MAX_ID_DIGITS = 19;

  private final byte[] bytes;
  private final JsonObject envelope;
  private @Nullable JsonObject params;

  private MessageScanner(byte[] bytes) {
    this.bytes = bytes;
    this.envelope = new JsonObject(bytes);
  }

  /**
   * Reads one message.
   *
   * @param bytes the whole body; kept by the message, so the caller must not write to it any more
   */
  public static JsonRpcMessage scan(byte[] bytes) throws MalformedMessageException {
    return new MessageScanner(bytes).message();
  }

  /**
   * The same message with other values in its params, its result or its error. It is not read
   * again: what is put there must be JSON where JSON stood, or part of a string where that stood,
   * in well-formed UTF-8, and the members of the message and of its params must stay.
   */
  public static JsonRpcMessage spliced(JsonRpcMessage message, Splices splices) {
    byte[] bytes = splices.applyTo(message.bytes());
    return switch (message) {
      case JsonRpcMessage.Request request ->
          new JsonRpcMessage.Request(
              bytes,
              request.envelope().moved(bytes, splices),
              request.params().moved(bytes, splices),
              request.id(),
              request.method());
      case JsonRpcMessage.Notification notification ->
          new JsonRpcMessage.Notification(
              bytes,
              notification.envelope().moved(bytes, splices),
              notification.params().moved(bytes, splices),
              notification.method());
      case JsonRpcMessage.Response response ->
          new JsonRpcMessage.Response(
              bytes, response.envelope().moved(bytes, splices), response.id());
    };
  }

  /**
   * Whether the body is a JSON array, which only protocol version 2025-03-26 allows. Says nothing
   * about whether it is well-formed.
   */
  public static boolean looksLikeBatch(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b == '[';
      }
    }
    return false;
  }

  /**
   * Reads a batch: every element as strictly as a message of its own.
   *
   * @param maxMessages how many elements are accepted, at least 1
   */
  public static List<JsonRpcMessage> scanBatch(byte[] bytes, int maxMessages)
      throws MalformedMessageException {
    checkEncoding(bytes);
    List<Span> spans = new ArrayList<>();
    JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
    try {
      if (cursor.peek() != '[') {
        throw invalid("expected a JSON array", null);
      }
      cursor.enterArray();
      while (cursor.nextValue()) {
        if (spans.size() == maxMessages) {
          throw invalid("a batch holds at most " + maxMessages + " messages", null);
        }
        cursor.peek();
        int start = cursor.position();
        cursor.skip();
        spans.add(new Span(start, cursor.position()));
      }
      cursor.expectEnd();
    } catch (MalformedJsonException malformed) {
      throw parseError(malformed.problem(), null);
    }
    if (spans.isEmpty()) {
      throw invalid("a batch holds at least one message", null);
    }
    List<JsonRpcMessage> messages = new ArrayList<>(spans.size());
    for (Span span : spans) {
      messages.add(scan(Arrays.copyOfRange(bytes, span.start(), span.end())));
    }
    return messages;
  }

  private JsonRpcMessage message() throws MalformedMessageException {
    checkEncoding(bytes);
    JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
    MalformedMessageException problem = null;
    try {
      if (cursor.peek() == '{') {
        problem = readEnvelope(cursor);
      } else {
        problem = invalid("expected a single JSON-RPC message, a JSON object", null);
        cursor.skip();
      }
      cursor.expectEnd();
    } catch (MalformedJsonException malformed) {
      throw parseError(malformed.problem(), readableId());
    }
    if (problem != null) {
      // Thrown here, when the id has been seen wherever it stands.
      throw invalid(problem.problem(), readableId());
    }
    return classify();
  }

  private @Nullable MalformedMessageException readEnvelope(JsonCursor cursor)
      throws MalformedJsonException {
    MalformedMessageException problem = null;
    FoldedNames names = new FoldedNames(ENVELOPE_NAMES);
    cursor.enterObject();
    while (cursor.nextMember()) {
      String name = cursor.name();
      if (problem == null && !names.add(name)) {
        problem = differsByCase("the message");
      }
      int start = cursor.position();
      if (name.equals("params") && cursor.peek() == '{') {
        MalformedMessageException inParams = readParams(cursor);
        problem = problem == null ? inParams : problem;
      } else {
        cursor.skip();
      }
      envelope.add(name, start, cursor.position());
    }
    return problem;
  }

  private @Nullable MalformedMessageException readParams(JsonCursor cursor)
      throws MalformedJsonException {
    MalformedMessageException problem = null;
    JsonObject members = new JsonObject(bytes);
    FoldedNames names = new FoldedNames(PARAMS_NAMES);
    cursor.enterObject();
    while (cursor.nextMember()) {
      String name = cursor.name();
      if (problem == null && !names.add(name)) {
        problem = differsByCase("params");
      }
      int start = cursor.position();
      if (name.equals("arguments") && cursor.peek() == '{') {
        MalformedMessageException inArguments = readNames(cursor, NO_NAMES, "arguments");
        problem = problem == null ? inArguments : problem;
      } else if (name.equals("ref") && cursor.peek() == '{') {
        MalformedMessageException inRef = readNames(cursor, REF_NAMES, "ref");
        problem = problem == null ? inRef : problem;
      } else {
        cursor.skip();
      }
      members.add(name, start, cursor.position());
    }
    params = members;
    return problem;
  }

  /** Looks at the names of an object whose members nobody asks for, and passes over the rest. */
  private static @Nullable MalformedMessageException readNames(
      JsonCursor cursor, Map<String, String> known, String where) throws MalformedJsonException {
    MalformedMessageException problem = null;
    FoldedNames names = new FoldedNames(known);
    cursor.enterObject();
    while (cursor.nextMember()) {
      if (problem == null && !names.add(cursor.name())) {
        problem = differsByCase(where);
      }
      cursor.skip();
    }
    return problem;
  }

  private static MalformedMessageException differsByCase(String where) {
    return invalid("a member of " + where + " differs from another or a known one by case", null);
  }

  private static Map<String, String> known(String... names) {
    return Arrays.stream(names)
        .collect(
            Collectors.toUnmodifiableMap(
                name -> name.toLowerCase(Locale.ROOT), Function.identity()));
  }

  private JsonRpcMessage classify() throws MalformedMessageException {
    RequestId id = readableId();
    Span idSpan = envelope.span("id");
    boolean nullId = idSpan != null && bytes[idSpan.start()] == 'n';
    if (idSpan != null && id == null && !nullId) {
      throw invalid("id: expected a string or an integer, not too long", null);
    }
    if (!"2.0".equals(envelope.string("jsonrpc"))) {
      throw invalid("jsonrpc: expected \"2.0\"", id);
    }
    Span paramsSpan = envelope.span("params");
    if (paramsSpan != null && params == null) {
      throw invalid("params: expected an object", id);
    }
    JsonObject members = params == null ? new JsonObject(bytes) : params;
    boolean answers = envelope.has("result") || envelope.has("error");
    if (envelope.has("method")) {
      String method = envelope.string("method");
      if (method == null || method.isEmpty()) {
        throw invalid("method: expected a string", id);
      }
      if (answers) {
        throw invalid("a message has either a method or a result, not both", id);
      }
      if (nullId) {
        throw invalid("id: expected a string or an integer, not null", null);
      }
      return id == null
          ? new JsonRpcMessage.Notification(bytes, envelope, members, method)
          : new JsonRpcMessage.Request(bytes, envelope, members, id, method);
    }
    return response(id, answers);
  }

  private JsonRpcMessage response(@Nullable RequestId id, boolean answers)
      throws MalformedMessageException {
    if (!answers) {
      throw invalid("method: missing", id);
    }
    Span error = envelope.span("error");
    if (error != null && envelope.has("result")) {
      throw invalid("a response has either a result or an error, not both", id);
    }
    if (error != null && bytes[error.start()] != '{') {
      throw invalid("error: expected an object", id);
    }
    if (id == null && error == null) {
      throw invalid("id: missing", null);
    }
    return new JsonRpcMessage.Response(bytes, envelope, id);
  }

  /** The id, if it has been read and is one. */
  private @Nullable RequestId readableId() {
    Span span = envelope.span("id");
    if (span == null || span.length() > MAX_ID_LENGTH) {
      return null;
    }
    byte first = bytes[span.start()];
    if (first == '"') {
      return new RequestId(span.text(bytes));
    }
    if (first != '-' && (first < '0' || first > '9')) {
      return null;
    }
    int digits = first == '-' ? span.start() + 1 : span.start();
    if (span.end() - digits > MAX_ID_DIGITS) {
      return null;
    }
    for (int i = digits; i < span.end(); i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return null;
      }
    }
    return new RequestId(span.text(bytes));
  }

  private static void checkEncoding(byte[] bytes) throws MalformedMessageException {
    if (bytes.length == 0) {
      throw parseError("empty body", null);
    }
    if ((bytes[0] & 0xFF) == 0xEF && bytes.length > 2 && (bytes[1] & 0xFF) == 0xBB) {
      throw parseError("expected UTF-8 without a byte order mark", null);
    }
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        // The parser would take it for UTF-16 or UTF-32.
        throw parseError("expected UTF-8", null);
      }
    }
    if (!Utf8.isValid(bytes)) {
      throw parseError("expected UTF-8", null);
    }
  }

  private static MalformedMessageException parseError(String problem, @Nullable RequestId id) {
    return new MalformedMessageException(ErrorCodes.PARSE_ERROR, problem, id);
  }

  private static MalformedMessageException invalid(String problem, @Nullable RequestId id) {
    return new MalformedMessageException(ErrorCodes.INVALID_REQUEST, problem, id);
  }
}
