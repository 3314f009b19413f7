/**
 * What outsiders and operators write, read with whatever a fuzzer comes up with. Each target is a
 * class with {@code fuzzerTestOneInput}; its seeds run in every build.
 *
 * <h2>Start here</h2>
 *
 * {@code mvn -Pfuzz verify -pl gateway-policy -am -Dfuzz.seconds=300} fuzzes each for five minutes.
 */
@NullMarked
package io.mcpgateway.policy.fuzz;

import org.jspecify.annotations.NullMarked;
