package io.mcpgateway.benchmarks.load;

/** What else arrives while good requests are measured. */
enum Flood {
  NONE("nothing else"),
  /** Well-formed, for the right audience, with a key that exists: only the signature is wrong. */
  JUNK("1,000 junk ES256 tokens/s"),
  /** Each names a key that the issuer does not have. */
  UNKNOWN_KID("1,000 tokens/s with unknown keys");

  static final int PER_SECOND = 1_000;

  private final String label;

  Flood(String label) {
    this.label = label;
  }

  /** What the table calls it. */
  String label() {
    return label;
  }

  /** What programs call it. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
