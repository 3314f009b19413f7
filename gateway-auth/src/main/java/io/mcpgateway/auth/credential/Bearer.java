package io.mcpgateway.auth.credential;

/** The only kind of token that the gateway can present (RFC 6750). */
final class Bearer {
  private Bearer() {}

  /** The same answer, unless its token is of another kind. */
  static TokenAnswer required(TokenAnswer answer) {
    return answer instanceof TokenAnswer.Issued issued && !issued.type().equals("bearer")
        ? new TokenAnswer.None(
            false,
            issued.type().equals("dpop")
                ? "the authorization server issued a DPoP token, which the gateway cannot present"
                : "the authorization server issued a token that is not of type Bearer")
        : answer;
  }
}
