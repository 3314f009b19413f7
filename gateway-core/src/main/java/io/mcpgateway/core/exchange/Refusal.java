package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.Era;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why the gateway answered instead of the upstream. Each case carries what its answer needs; {@link
 * RefusalAnswer} is the one table that says what the answer is.
 */
public sealed interface Refusal {

  // HTTP: nothing of the message has been looked at.

  /** The request violates HTTP; the connection ends with the answer. */
  record BadHttp(String problem) implements Refusal {}

  /** The request names a host that this listener does not serve. */
  record Misdirected() implements Refusal {}

  record UnknownRoute() implements Refusal {}

  record HttpMethodNotAllowed(Set<String> allowed) implements Refusal {}

  record UnsupportedMediaType(String problem) implements Refusal {}

  record NotAcceptable() implements Refusal {}

  record BodyTooLarge(long limit) implements Refusal {}

  record HeadersTooLarge(int limit) implements Refusal {}

  record TargetTooLong(int limit) implements Refusal {}

  record UnknownExpectation() implements Refusal {}

  /** The head or the body of the request did not arrive in time. */
  record RequestTimeout() implements Refusal {}

  record ForbiddenOrigin() implements Refusal {}

  /** The gateway is shutting down, or cannot do what it must do for every exchange. */
  record Unavailable(String problem) implements Refusal {}

  // Message: what it says about itself is wrong.

  /** Not JSON that the gateway accepts. */
  record Unparseable(String problem) implements Refusal {}

  /** JSON, but not one JSON-RPC message that this client may send. */
  record InvalidMessage(String problem) implements Refusal {}

  /** The {@code _meta} envelope or another required parameter is missing or wrong. */
  record InvalidParams(String problem) implements Refusal {}

  record HeaderMismatch(String problem) implements Refusal {}

  record UnsupportedVersion(String requested) implements Refusal {}

  record UnknownMethod() implements Refusal {}

  /** The session is unknown, expired or somebody else's: the client cannot tell which. */
  record UnknownSession() implements Refusal {}

  record EraMismatch(Era client, String upstream) implements Refusal {}

  // Caller.

  /**
   * No token, or one that does not hold.
   *
   * @param challenge what the client is told to do
   * @param problem why, for audit records; never shown
   */
  record Unauthenticated(Challenge challenge, String problem) implements Refusal {}

  /**
   * A good token that does not allow enough (RFC 6750 section 3.1).
   *
   * @param scheme how the token was presented, which is how the next one is asked for (RFC 9449
   *     section 7.1)
   * @param scopes all that the operation needs, at least one
   * @param resourceMetadata where the route's metadata is (RFC 9728), or null if it has none
   * @param inBody whether to say so in a JSON-RPC error with status 200, for clients that give up
   *     on a 403
   */
  record InsufficientScope(
      TokenScheme scheme, Set<String> scopes, @Nullable URI resourceMetadata, boolean inBody)
      implements Refusal {
    public InsufficientScope {
      scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    }
  }

  /**
   * An operator took back what was granted.
   *
   * @param shown what the client sees instead
   * @param revocation the id of the revocation, for audit records; never shown
   */
  record Revoked(Refusal shown, String revocation) implements Refusal {}

  /**
   * Policy denies a tool, resource or prompt, or a method if the target has no primitive: the
   * answer is the same as for one that does not exist.
   *
   * @param rule which rule denies, for audit records; never shown
   */
  record Hidden(Target target, String rule) implements Refusal {}

  /**
   * Policy denies an operation whose existence is no secret.
   *
   * @param rule which rule denies, for audit records; never shown
   */
  record Forbidden(String rule) implements Refusal {}

  /**
   * The arguments of a tool call do not fit the tool. Answered with a result, not with an error.
   *
   * @param problems at most a few, each with the pointer to the argument and what was expected, for
   *     the model that made the call to act on; never a value
   */
  record InvalidArguments(List<String> problems) implements Refusal {
    public InvalidArguments {
      problems = List.copyOf(problems);
    }
  }

  /**
   * The same call was made too often.
   *
   * @param rule which rule counts, for audit records; never shown
   * @param times how often it was made already
   * @param retryAfter longer than zero
   */
  record Repeated(String rule, int times, Duration retryAfter) implements Refusal {}

  /**
   * The definition of the tool is not the one that was reviewed.
   *
   * @param finding what is different, for audit records; never shown
   */
  record UnreviewedTool(String finding) implements Refusal {}

  /**
   * The upstream asked the client for something that policy denies.
   *
   * @param ask the word for it, such as {@code sampling}
   * @param rule which rule denies, for audit records; never shown
   */
  record DeniedAsk(String ask, String rule) implements Refusal {}

  /**
   * Too many of these, too fast.
   *
   * @param limit which limit, for audit records; never shown
   * @param retryAfter longer than zero
   */
  record RateLimited(String limit, Duration retryAfter) implements Refusal {}

  // Upstream.

  /**
   * The gateway has nothing to present itself with to the upstream, or the upstream refuses it.
   *
   * @param temporary whether it makes sense to try again soon
   * @param problem why, for audit records; never shown
   */
  record CredentialFailed(String upstream, boolean temporary, String problem) implements Refusal {}

  /** No connection, or it broke before the reply began or ended. */
  record UpstreamUnreachable(String upstream, String problem) implements Refusal {}

  record UpstreamTimeout(String upstream, String problem) implements Refusal {}

  /** The upstream's answer is not one that the gateway can vouch for. */
  record BadUpstreamAnswer(String upstream, String problem) implements Refusal {}

  /**
   * A result cannot be shown to this caller, for example because it cannot be masked.
   *
   * @param rule what withholds it, for audit records; never shown
   * @param problem what is the matter with it, without any of its values; null if there is nothing
   *     to say
   */
  record Withheld(String rule, @Nullable String problem) implements Refusal {
    public Withheld(String rule) {
      this(rule, null);
    }
  }

  /**
   * What the client sends holds something that policy does not let leave. Answered with a result if
   * it is the arguments of a tool call, for the model that made it to act on.
   *
   * @param rule which mask, for audit records
   * @param call whether it is the call of a tool
   */
  record SensitiveArguments(String rule, boolean call) implements Refusal {}

  /** A defect of the gateway. */
  record Internal() implements Refusal {}

  /** One word of a fixed set, for metrics, logs and audit records. */
  default String reason() {
    return switch (this) {
      case BadHttp _ -> "bad-http";
      case Misdirected _ -> "misdirected";
      case UnknownRoute _ -> "unknown-route";
      case HttpMethodNotAllowed _ -> "http-method-not-allowed";
      case UnsupportedMediaType _ -> "unsupported-media-type";
      case NotAcceptable _ -> "not-acceptable";
      case BodyTooLarge _ -> "body-too-large";
      case HeadersTooLarge _ -> "headers-too-large";
      case TargetTooLong _ -> "target-too-long";
      case UnknownExpectation _ -> "unknown-expectation";
      case RequestTimeout _ -> "request-timeout";
      case ForbiddenOrigin _ -> "forbidden-origin";
      case Unavailable _ -> "unavailable";
      case Unparseable _ -> "unparseable";
      case InvalidMessage _ -> "invalid-message";
      case InvalidParams _ -> "invalid-params";
      case HeaderMismatch _ -> "header-mismatch";
      case UnsupportedVersion _ -> "unsupported-version";
      case UnknownMethod _ -> "unknown-method";
      case UnknownSession _ -> "unknown-session";
      case EraMismatch _ -> "era-mismatch";
      case Unauthenticated _ -> "unauthenticated";
      case InsufficientScope _ -> "insufficient-scope";
      case Revoked _ -> "revoked";
      case Hidden _ -> "denied";
      case Forbidden _ -> "forbidden";
      case InvalidArguments _ -> "invalid-arguments";
      case Repeated _ -> "repeated";
      case UnreviewedTool _ -> "unreviewed-tool";
      case DeniedAsk _ -> "denied-ask";
      case RateLimited _ -> "rate-limited";
      case CredentialFailed _ -> "credential-failed";
      case UpstreamUnreachable _ -> "upstream-unreachable";
      case UpstreamTimeout _ -> "upstream-timeout";
      case BadUpstreamAnswer _ -> "bad-upstream-answer";
      case Withheld _ -> "withheld";
      case SensitiveArguments _ -> "sensitive-arguments";
      case Internal _ -> "internal";
    };
  }
}
