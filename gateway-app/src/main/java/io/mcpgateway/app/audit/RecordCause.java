package io.mcpgateway.app.audit;

import io.mcpgateway.core.exchange.Refusal;
import org.jspecify.annotations.Nullable;

/** Why an exchange was refused, as far as the reason alone does not say it. */
final class RecordCause {
  private static final int MAX_SCOPES = 32;

  private RecordCause() {}

  /** What is the matter, in words; null if there is nothing to say. */
  static @Nullable String problem(Refusal refusal) {
    return switch (refusal) {
      case Refusal.InvalidArguments(var problems) -> String.join("; ", problems);
      case Refusal.UnreviewedTool(String finding) -> finding;
      case Refusal.Unauthenticated(_, String problem) -> problem;
      case Refusal.Withheld(_, String problem) -> problem;
      case Refusal.CredentialFailed(_, _, String problem) -> problem;
      case Refusal.UpstreamUnreachable(_, String problem) -> problem;
      case Refusal.UpstreamTimeout(_, String problem) -> problem;
      case Refusal.BadUpstreamAnswer(_, String problem) -> problem;
      case Refusal.Unavailable(String problem) -> problem;
      case Refusal.BadHttp(String problem) -> problem;
      case Refusal.UnsupportedMediaType(String problem) -> problem;
      case Refusal.Unparseable(String problem) -> problem;
      case Refusal.InvalidMessage(String problem) -> problem;
      case Refusal.InvalidParams(String problem) -> problem;
      case Refusal.HeaderMismatch(String problem) -> problem;
      case Refusal.UnsupportedVersion(String requested) -> requested;
      case Refusal.EraMismatch(_, String upstream) -> upstream;
      case Refusal.RateLimited _,
          Refusal.Repeated _,
          Refusal.DeniedAsk _,
          Refusal.SensitiveArguments _,
          Refusal.InsufficientScope _,
          Refusal.Revoked _,
          Refusal.Hidden _,
          Refusal.Forbidden _,
          Refusal.Misdirected(),
          Refusal.UnknownRoute(),
          Refusal.HttpMethodNotAllowed(_),
          Refusal.NotAcceptable(),
          Refusal.BodyTooLarge(_),
          Refusal.HeadersTooLarge(_),
          Refusal.TargetTooLong(_),
          Refusal.UnknownExpectation(),
          Refusal.RequestTimeout(),
          Refusal.ForbiddenOrigin(),
          Refusal.UnknownMethod(),
          Refusal.UnknownSession(),
          Refusal.Internal() ->
          null;
    };
  }

  /** Which limit, mask, revocation or scope it was. */
  static void write(Refusal refusal, JsonLine line) {
    switch (refusal) {
      case Refusal.RateLimited(String limit, _) -> cause("limit", limit, line);
      case Refusal.Repeated(String rule, _, _) -> cause("limit", rule, line);
      case Refusal.DeniedAsk(String ask, _) -> cause("ask", ask, line);
      case Refusal.Withheld(String rule, _) -> cause("withheldBy", rule, line);
      case Refusal.SensitiveArguments(String rule, _) -> cause("withheldBy", rule, line);
      case Refusal.Revoked(_, String revocation) -> cause("revocation", revocation, line);
      case Refusal.InsufficientScope missing ->
          line.beginObject("cause").exact("scopes", missing.scopes(), MAX_SCOPES).endObject();
      default -> {}
    }
  }

  private static void cause(String member, String value, JsonLine line) {
    line.beginObject("cause").exact(member, value).endObject();
  }
}
