package io.mcpgateway.core.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one strict reader of JSON-RPC messages (JSON-RPC 2.0; MCP 2026-07-28, basic). What it accepts
 * is forwarded byte for byte, so nobody behind the gateway may read it differently.
 *
 * <p>Refused: anything but UTF-8 without a BOM, trailing bytes, two members of one name at any
 * level, members of the envelope, of {@code params} or of {@code arguments} whose names differ only
 * by case, members that look like a known one in another case, nesting beyond {@link
 * Json#MAX_DEPTH}, more than {@link Json#MAX_TOKENS} tokens, ids that are neither a string nor an
 * integer.
 */
public final class MessageScanner {
  private static final Set<String> ENVELOPE_NAMES =
      Set.of("jsonrpc", "id", "method", "params", "result", "error");
  private static final Set<String> PARAMS_NAMES =
      Set.of("_meta", "name", "arguments", "uri", "cursor", "ref", "argument", "taskid");
  private static final int MAX_ID_LENGTH = 1024;

  /** From how many members on a set is cheaper than comparing one by one. */
  private static final int MANY_ARGUMENTS = 16;

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
    cursor.enterObject();
    while (cursor.nextMember()) {
      String name = cursor.name();
      if (problem == null) {
        problem = foldProblem(envelope, name, ENVELOPE_NAMES, "the message");
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
    cursor.enterObject();
    while (cursor.nextMember()) {
      String name = cursor.name();
      if (problem == null) {
        problem = foldProblem(members, name, PARAMS_NAMES, "params");
      }
      int start = cursor.position();
      if (name.equals("arguments") && cursor.peek() == '{') {
        MalformedMessageException inArguments = readArguments(cursor);
        problem = problem == null ? inArguments : problem;
      } else {
        cursor.skip();
      }
      members.add(name, start, cursor.position());
    }
    params = members;
    return problem;
  }

  private static @Nullable MalformedMessageException readArguments(JsonCursor cursor)
      throws MalformedJsonException {
    MalformedMessageException problem = null;
    List<String> folded = new ArrayList<>();
    Set<String> foldedSet = null;
    cursor.enterObject();
    while (cursor.nextMember()) {
      String name = fold(cursor.name());
      if (foldedSet == null && folded.size() == MANY_ARGUMENTS) {
        foldedSet = new HashSet<>(folded);
      }
      boolean twice = foldedSet == null ? folded.contains(name) : !foldedSet.add(name);
      if (twice && problem == null) {
        problem = invalid("two members of arguments differ only by case", null);
      }
      if (foldedSet == null) {
        folded.add(name);
      }
      cursor.skip();
    }
    return problem;
  }

  private static @Nullable MalformedMessageException foldProblem(
      JsonObject members, String name, Set<String> known, String where) {
    if (known.contains(name)) {
      // Exact duplicates are the parser's business, variants of a known name are refused below.
      return null;
    }
    String folded = fold(name);
    if (known.contains(folded) && !(folded.equals("taskid") && name.equals("taskId"))) {
      return invalid("a member of " + where + " differs from '" + folded + "' only by case", null);
    }
    for (int i = 0; i < members.size(); i++) {
      if (members.name(i).length() == name.length() && fold(members.name(i)).equals(folded)) {
        return invalid("two members of " + where + " differ only by case", null);
      }
    }
    return null;
  }

  /** Simple case folding, so that U+017F and U+212A count as {@code s} and {@code k}. */
  private static String fold(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != foldChar(c)) {
        StringBuilder folded = new StringBuilder(name);
        for (int j = i; j < name.length(); j++) {
          folded.setCharAt(j, foldChar(name.charAt(j)));
        }
        return folded.toString();
      }
    }
    return name;
  }

  private static char foldChar(char c) {
    return c >= 'a' && c <= 'z' ? c : Character.toLowerCase(Character.toUpperCase(c));
  }

  private JsonRpcMessage classify() throws MalformedMessageException {
    RequestId id = readableId();
    Span idSpan = envelope.span("id");
    boolean nullId = idSpan != null && bytes[idSpan.start()] == 'n';
    if (idSpan != null && id == null && !nullId) {
      throw invalid("id: expected a string or an integer", null);
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
    for (int i = span.start() + 1; i < span.end(); i++) {
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
