/**
 * What sensitive values look like, and where they stand in a text. Knows nothing of JSON, of
 * policies or of what becomes of a value that is found.
 *
 * <p>A text is read once: {@code Keywords} carries every keyword of every detector in one
 * automaton, and {@code NumberRun} gathers the digits. Only where one of them comes up is a
 * detector asked, and it answers within a bounded look around. No regular expression runs over a
 * whole text.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.detect.Detection}, then {@link io.mcpgateway.policy.detect.Kind}.
 *
 * <h2>Threads</h2>
 *
 * A detection and its detectors are immutable. A {@code Reading}, a {@code NumberRun} and the
 * {@code Matches} belong to one thread. Nothing blocks.
 */
@NullMarked
package io.mcpgateway.policy.detect;

import org.jspecify.annotations.NullMarked;
