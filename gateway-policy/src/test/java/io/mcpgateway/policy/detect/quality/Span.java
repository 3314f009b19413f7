package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Kind;

/** Something that was found in a text, from {@code start} to {@code end}, exclusive, in chars. */
record Span(Kind kind, int start, int end) {}
