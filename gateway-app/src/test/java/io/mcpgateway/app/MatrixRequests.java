package io.mcpgateway.app;

import static io.mcpgateway.app.MatrixRow.fields;
import static io.mcpgateway.app.MatrixRow.request;

import io.mcpgateway.app.MatrixRow.Says;
import java.util.stream.Stream;

/** Rows about where a token stands, and for which route. */
final class MatrixRequests {
  private MatrixRequests() {}

  static Stream<MatrixRow> headers() {
    return Stream.of(
        fields("no credential", Says.GET_ONE, "authorization", _ -> ""),
        fields("an empty field", Says.GET_ONE, "authorization", _ -> "Authorization: \r\n"),
        fields("the scheme alone", Says.GET_ONE, "authorization", _ -> "Authorization: Bearer\r\n"),
        fields(
            "the token alone",
            Says.GET_ONE,
            "authorization",
            gateway -> "Authorization: " + good(gateway) + "\r\n"),
        fields(
            "Basic",
            Says.GET_ONE,
            "authorization",
            _ -> "Authorization: Basic YWxpY2U6c2VjcmV0\r\n"),
        fields(
            "Basic with the token",
            Says.GET_ONE,
            "authorization",
            gateway -> "Authorization: Basic " + good(gateway) + "\r\n"),
        fields(
            "another scheme that begins alike",
            Says.GET_ONE,
            "authorization",
            gateway -> "Authorization: BearerX " + good(gateway) + "\r\n"),
        fields(
            "two fields, both good",
            Says.GET_ONE,
            "authorization",
            gateway -> bearer(gateway) + bearer(gateway)),
        fields(
            "two fields, the second good",
            Says.GET_ONE,
            "authorization",
            gateway -> "Authorization: Bearer x\r\n" + bearer(gateway)),
        fields(
            "two fields of different case",
            Says.GET_ONE,
            "authorization",
            gateway -> bearer(gateway) + bearer(gateway).replace("Auth", "auth")),
        fields(
            "in Proxy-Authorization",
            Says.GET_ONE,
            "authorization",
            gateway -> "Proxy-" + bearer(gateway)),
        fields(
            "in X-Forwarded-Authorization",
            Says.GET_ONE,
            "authorization",
            gateway -> "X-Forwarded-" + bearer(gateway)),
        fields(
            "in a field with an underscore",
            Says.GET_ONE,
            "authorization",
            gateway -> bearer(gateway).replace("Authorization", "_Authorization")),
        fields(
            "in a cookie",
            Says.GET_ONE,
            "authorization",
            gateway -> "Cookie: access_token=" + good(gateway) + "\r\n"),
        fields(
            "as an upstream would be told",
            Says.GET_ONE,
            "authorization",
            _ -> "X-Mcp-Authorized: alice\r\nX-Forwarded-User: alice\r\n"),
        fields(
            "a wrong one beside a cookie with a good one",
            Says.INVALID,
            "token",
            gateway -> "Authorization: Bearer x\r\nCookie: access_token=" + good(gateway) + "\r\n"),
        request(
            "the scheme in small letters",
            200,
            Says.NOTHING,
            "",
            gateway -> gateway.call(bearer(gateway).replace("Bearer", "bearer"))),
        request(
            "the scheme in capitals",
            200,
            Says.NOTHING,
            "",
            gateway -> gateway.call(bearer(gateway).replace("Bearer", "BEARER"))),
        request(
            "the field in small letters",
            200,
            Says.NOTHING,
            "",
            gateway -> gateway.call(bearer(gateway).replace("Authorization", "authorization"))),
        request(
            "a token of 14 KiB and more",
            431,
            Says.NOTHING,
            "",
            gateway -> gateway.call("Authorization: Bearer " + "A".repeat(17 * 1024) + "\r\n")));
  }

  /** O-12: a token in the query is no token. */
  static Stream<MatrixRow> queries() {
    return Stream.of(
        request(
            "a token in the query",
            401,
            Says.GET_ONE,
            "authorization",
            gateway -> gateway.call(query(gateway), "")),
        request(
            "a token in the query and a wrong scheme",
            400,
            Says.NOTHING,
            "",
            gateway -> gateway.call(query(gateway), "Authorization: Basic eDp5\r\n")),
        request(
            "a token in the query and one in the header",
            400,
            Says.NOTHING,
            "",
            gateway -> gateway.call(query(gateway), bearer(gateway))),
        request(
            "a token behind others in the query, and one in the header",
            400,
            Says.NOTHING,
            "",
            gateway -> gateway.call(query(gateway).replace("?", "?x=1&"), bearer(gateway))),
        request(
            "another query and a token in the header",
            200,
            Says.NOTHING,
            "",
            gateway -> gateway.call(MatrixGateway.ROUTE + "?not_access_token=1", bearer(gateway))),
        request(
            "a token in a form",
            415,
            Says.NOTHING,
            "",
            gateway ->
                gateway
                    .call("")
                    .replace(
                        "application/json\r\nAccept",
                        "application/x-www-form-urlencoded\r\nAccept")));
  }

  /** O-2 and O-11: the route is the one that was asked, however it is spelt. */
  static Stream<MatrixRow> routes() {
    return Stream.of(
        request(
            "a token of this route at another",
            401,
            Says.INVALID,
            "iss",
            gateway -> gateway.call(MatrixGateway.OTHER, bearer(gateway))),
        request(
            "a token of an issuer of both for another route",
            401,
            Says.INVALID,
            "aud",
            gateway ->
                gateway.call(
                    MatrixGateway.OTHER,
                    MatrixGateway.bearer(
                        gateway
                            .token()
                            .claim("iss", gateway.partner.issuer())
                            .signedWith(gateway.partner.key())))),
        request(
            "a token of the other route at this one",
            401,
            Says.INVALID,
            "aud",
            gateway ->
                gateway.call(
                    MatrixGateway.bearer(
                        gateway
                            .token(gateway.resource(MatrixGateway.OTHER))
                            .claim("iss", gateway.partner.issuer())
                            .signedWith(gateway.partner.key())))),
        request(
            "a trailing slash",
            404,
            Says.NOTHING,
            "",
            gateway -> gateway.call(MatrixGateway.ROUTE + "/", bearer(gateway))),
        request(
            "two slashes",
            404,
            Says.NOTHING,
            "",
            gateway -> gateway.call("/" + MatrixGateway.ROUTE, bearer(gateway))),
        request("in capitals", 404, Says.NOTHING, "", gateway -> gateway.call("/CRM/mcp", "")),
        request("escaped", 404, Says.NOTHING, "", gateway -> gateway.call("/%63rm/mcp", "")),
        request(
            "dot segments", 404, Says.NOTHING, "", gateway -> gateway.call("/x/../crm/mcp", "")),
        request(
            "a matrix parameter",
            404,
            Says.NOTHING,
            "",
            gateway -> gateway.call(MatrixGateway.ROUTE + ";x=1", "")));
  }

  private static String query(MatrixGateway gateway) {
    return MatrixGateway.ROUTE + "?access_token=" + good(gateway);
  }

  private static String good(MatrixGateway gateway) {
    return gateway.token().sign();
  }

  private static String bearer(MatrixGateway gateway) {
    return MatrixGateway.bearer(gateway.token());
  }
}
