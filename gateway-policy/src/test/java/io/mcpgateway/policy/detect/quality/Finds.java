package io.mcpgateway.policy.detect.quality;

import java.util.List;

/** What is measured: whatever finds sensitive values in a text. */
interface Finds {
  /**
   * What it finds.
   *
   * @param name what the value is called where the text stands, in lower case, or empty
   */
  List<Span> in(String text, String name);
}
