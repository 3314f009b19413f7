package io.mcpgateway.core.upstream;

/** What becomes of a message on a stream. */
enum Passage {
  PASS,
  /** It passes, and the reply is complete. */
  ANSWER,
  DROP,
  /** It must not be there: nothing of this stream can be trusted any more. */
  BREAK
}
