package io.mcpgateway.core.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC message: the bytes as they came, and where its parts stand. Made by {@link
 * MessageScanner} only. The bytes are never changed; {@link Splices} makes a new message.
 */
public sealed interface JsonRpcMessage {

  /** The whole message. Shared, not copied: callers must not write to it. */
  byte[] bytes();

  /** The members of {@code params}; empty if there are none. */
  JsonObject params();

  /** The id as it stands, or null for a notification. */
  @Nullable RequestId id();

  /** The method, or null for a response. */
  @Nullable String method();

  /** Asks for an answer. */
  final class Request extends Scanned implements JsonRpcMessage {
    private final RequestId id;
    private final String method;

    Request(byte[] bytes, JsonObject envelope, JsonObject params, RequestId id, String method) {
      super(bytes, envelope, params);
      this.id = id;
      this.method = method;
    }

    @Override
    public RequestId id() {
      return id;
    }

    @Override
    public String method() {
      return method;
    }
  }

  /** Wants no answer. */
  final class Notification extends Scanned implements JsonRpcMessage {
    private final String method;

    Notification(byte[] bytes, JsonObject envelope, JsonObject params, String method) {
      super(bytes, envelope, params);
      this.method = method;
    }

    @Override
    public @Nullable RequestId id() {
      return null;
    }

    @Override
    public String method() {
      return method;
    }
  }

  /** Answers a request: exactly one of {@link #result} and {@link #error} is there. */
  final class Response extends Scanned implements JsonRpcMessage {
    private final @Nullable RequestId id;

    Response(byte[] bytes, JsonObject envelope, @Nullable RequestId id) {
      super(bytes, envelope, new JsonObject(bytes));
      this.id = id;
    }

    /** Null only in an error that answers a message whose id could not be read. */
    @Override
    public @Nullable RequestId id() {
      return id;
    }

    @Override
    public @Nullable String method() {
      return null;
    }

    /** Where the result stands, or null in an error. */
    public @Nullable Span result() {
      return envelope().span("result");
    }

    /** Where the error object stands, or null in a result. */
    public @Nullable Span error() {
      return envelope().span("error");
    }

    public boolean isError() {
      return envelope().has("error");
    }
  }

  /** What the three kinds share. */
  abstract sealed class Scanned permits Request, Notification, Response {
    private final byte[] bytes;
    private final JsonObject envelope;
    private final JsonObject params;

    private Scanned(byte[] bytes, JsonObject envelope, JsonObject params) {
      this.bytes = Objects.requireNonNull(bytes);
      this.envelope = envelope;
      this.params = params;
    }

    public final byte[] bytes() {
      return bytes;
    }

    /** The members of the message itself. */
    public final JsonObject envelope() {
      return envelope;
    }

    public final JsonObject params() {
      return params;
    }

    @Override
    public final String toString() {
      // Never the bytes: a message may hold what logs must not.
      return getClass().getSimpleName() + "[" + bytes.length + " bytes]";
    }
  }
}
