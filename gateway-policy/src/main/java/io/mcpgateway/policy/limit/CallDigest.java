package io.mcpgateway.policy.limit;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What makes two calls of one tool the same: the SHA-256 of what they bring, however it is written.
 * The answers to what the upstream asked for, and its state, belong to it: the rounds of one call
 * are not repeats of each other (MCP 2026-07-28, multi round trip requests).
 */
final class CallDigest {
  private static final List<String> MEMBERS =
      List.of("arguments", "inputResponses", "requestState");

  private CallDigest() {}

  /** All 32 bytes, as characters. */
  static String of(JsonRpcMessage call) {
    MessageDigest digest = sha256();
    for (String member : MEMBERS) {
      Span value = call.params().span(member);
      boolean none = value == null || call.bytes()[value.start()] == 'n';
      // To a tool, no arguments are none of them.
      String canonical =
          value == null || none
              ? member.equals("arguments") ? "{}" : ""
              : CanonicalJson.of(call.bytes(), value);
      digest.update(canonical.getBytes(StandardCharsets.UTF_8));
      // In no JSON text: where one ends and the next begins is part of what is digested.
      digest.update((byte) 0);
    }
    return new String(digest.digest(), StandardCharsets.ISO_8859_1);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
