package io.mcpgateway.policy.detect.quality;

import java.util.List;

/**
 * A text in which it is known what is to be found.
 *
 * @param origin the template or generator that made it
 * @param name what the value is called where the text stands, in lower case, or empty
 * @param needsDecoding whether the values are hidden in another encoding, which only the engine
 *     undoes
 */
record Sample(String origin, String name, String text, List<Label> labels, boolean needsDecoding) {
  Sample {
    labels = List.copyOf(labels);
  }

  Sample(String origin, String name, String text, List<Label> labels) {
    this(origin, name, text, labels, false);
  }
}
