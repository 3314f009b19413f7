package io.mcpgateway.core.transport;

import io.mcpgateway.core.exchange.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which request heads the gateway accepts, beyond what Netty's strict decoders refuse already (RFC
 * 9110, RFC 9112, RFC 9113): everything that two parsers could read in two ways is refused.
 */
final class HttpRules {
  private HttpRules() {}

  /** What became of a head. */
  sealed interface Verdict {
    /**
     * @param path the request target's path, without the query
     * @param contentLength -1 if the head does not say
     * @param expectsContinue whether the client waits for a 100 before it sends the body
     */
    record Accepted(String path, long contentLength, boolean expectsContinue) implements Verdict {}

    record Refused(Refusal refusal) implements Verdict {}
  }

  /**
   * Checks the head and removes header fields that nobody may trust.
   *
   * @param authorities the hosts that are ours
   */
  static Verdict check(
      HttpRequest request, Set<String> authorities, ListenerSettings.Limits limits) {
    Throwable failure = request.decoderResult().cause();
    if (failure != null) {
      return new Verdict.Refused(undecodable(failure, limits));
    }
    HttpHeaders headers = request.headers();
    Fields fields = new Fields();
    String problem = fields.read(headers);
    if (problem != null) {
      return bad(problem);
    }
    HttpVersion version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return bad("HTTP version: expected HTTP/1.1 or HTTP/2");
    }
    String host = fields.host;
    if (host == null) {
      return bad("Host: missing");
    }
    String target = request.uri();
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= 0x20 || c >= 0x7F || c == '#') {
        return bad("request target: expected visible ASCII without a fragment");
      }
    }
    String pathAndQuery = target;
    if (target.isEmpty() || target.charAt(0) != '/') {
      int authorityStart = afterScheme(target);
      if (authorityStart < 0 || request.method().equals(HttpMethod.CONNECT)) {
        return bad("request target: expected a path");
      }
      int slash = target.indexOf('/', authorityStart);
      int authorityEnd = slash < 0 ? target.length() : slash;
      if (!target.substring(authorityStart, authorityEnd).equalsIgnoreCase(host)) {
        return bad("request target and Host name different hosts");
      }
      pathAndQuery = slash < 0 ? "/" : target.substring(slash);
    }
    if (!isOurs(host, authorities)) {
      return new Verdict.Refused(new Refusal.Misdirected());
    }
    if (fields.unknownExpectation) {
      return new Verdict.Refused(new Refusal.UnknownExpectation());
    }
    if (fields.contentEncoding) {
      return new Verdict.Refused(
          new Refusal.UnsupportedMediaType("Content-Encoding: expected none"));
    }
    int query = pathAndQuery.indexOf('?');
    if (query >= 0
        && namesToken(pathAndQuery, query + 1)
        && headers.contains(HttpHeaderNames.AUTHORIZATION)) {
      return bad("Credentials: expected in Authorization and not in the query");
    }
    return new Verdict.Accepted(
        query < 0 ? pathAndQuery : pathAndQuery.substring(0, query),
        fields.contentLength,
        fields.expectsContinue);
  }

  /**
   * Whether a token stands in the query. By itself it is not looked at; beside {@code
   * Authorization} it is a request with two credentials (RFC 6750 section 2).
   */
  private static boolean namesToken(String pathAndQuery, int start) {
    for (int from = start; from > 0; from = pathAndQuery.indexOf('&', from) + 1) {
      if (pathAndQuery.startsWith("access_token=", from)) {
        return true;
      }
    }
    return false;
  }

  private static Verdict bad(String problem) {
    return new Verdict.Refused(new Refusal.BadHttp(problem));
  }

  /** Where the authority of an absolute-form target begins, or -1 if it is not one of http(s). */
  private static int afterScheme(String target) {
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private static boolean isOurs(String host, Set<String> authorities) {
    if (authorities.contains(host)) {
      return true;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    // A scheme's own port may be written or not (RFC 9110 section 4.2.3).
    return authorities.contains(lower)
        || (lower.endsWith(":443") && authorities.contains(lower.substring(0, lower.length() - 4)))
        || (lower.endsWith(":80") && authorities.contains(lower.substring(0, lower.length() - 3)));
  }

  private static Refusal undecodable(Throwable failure, ListenerSettings.Limits limits) {
    return switch (failure) {
      case TooLongHttpLineException _ -> new Refusal.TargetTooLong(limits.initialLineBytes());
      case TooLongHttpHeaderException _ -> new Refusal.HeadersTooLarge(limits.headerBytes());
      default -> new Refusal.BadHttp("The request is not valid HTTP");
    };
  }

  /** One pass over the header fields. */
  private static final class Fields {
    private @Nullable String host;
    private long contentLength = -1;
    private boolean transferEncoding;
    private boolean expectsContinue;
    private boolean unknownExpectation;
    private boolean contentEncoding;

    /** What is wrong with them, or null. */
    @Nullable String read(HttpHeaders headers) {
      List<CharSequence> untrusted = List.of();
      for (Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
          all.hasNext(); ) {
        Map.Entry<CharSequence, CharSequence> field = all.next();
        CharSequence name = field.getKey();
        if (AsciiString.indexOf(name, '_', 0) >= 0) {
          // Some servers take '_' and '-' for the same: nobody behind us gets to see one.
          if (untrusted.isEmpty()) {
            untrusted = new ArrayList<>(2);
          }
          untrusted.add(name);
          continue;
        }
        String problem = note(name, field.getValue());
        if (problem != null) {
          return problem;
        }
      }
      for (CharSequence name : untrusted) {
        headers.remove(name);
      }
      return transferEncoding && contentLength >= 0
          ? "Content-Length and Transfer-Encoding: expected one of both"
          : null;
    }

    private @Nullable String note(CharSequence name, CharSequence value) {
      switch (name.length()) {
        case 4 -> {
          if (HttpHeaderNames.HOST.contentEqualsIgnoreCase(name)) {
            if (host != null) {
              return "Host: expected exactly one";
            }
            host = value.toString();
          }
        }
        case 6 -> {
          if (HttpHeaderNames.EXPECT.contentEqualsIgnoreCase(name)) {
            expectsContinue = AsciiString.contentEqualsIgnoreCase(value, "100-continue");
            unknownExpectation |= !expectsContinue;
          }
        }
        case 14 -> {
          if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            return noteContentLength(value.toString());
          }
        }
        case 16 -> {
          // Even "identity" is refused: nobody sends it, and it is no content coding.
          contentEncoding |= HttpHeaderNames.CONTENT_ENCODING.contentEqualsIgnoreCase(name);
        }
        case 17 -> {
          if (HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)) {
            if (transferEncoding || !AsciiString.contentEqualsIgnoreCase(value, "chunked")) {
              return "Transfer-Encoding: expected chunked and nothing else";
            }
            transferEncoding = true;
          }
        }
        default -> {}
      }
      return null;
    }

    private @Nullable String noteContentLength(String value) {
      boolean canonical =
          !value.isEmpty()
              && value.length() <= 18
              && (value.charAt(0) != '0' || value.length() == 1)
              && value.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!canonical || contentLength >= 0) {
        return "Content-Length: expected one decimal number";
      }
      contentLength = Long.parseLong(value);
      return null;
    }
  }
}
