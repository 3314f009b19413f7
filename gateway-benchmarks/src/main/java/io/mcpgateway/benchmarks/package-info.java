/** What the parts of an exchange cost, measured with JMH. Run by {@code gateway-benchmarks/jmh}. */
@NullMarked
package io.mcpgateway.benchmarks;

import org.jspecify.annotations.NullMarked;
