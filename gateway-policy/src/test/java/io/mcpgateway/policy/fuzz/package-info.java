/**
 * What outsiders and operators write, read with whatever a fuzzer comes up with. Each target is a
 * class with {@code fuzzerTestOneInput}; its seeds run in every build.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.fuzz.Fuzzing}; how to run it is in CONTRIBUTING.md.
 */
@NullMarked
package io.mcpgateway.policy.fuzz;

import org.jspecify.annotations.NullMarked;
