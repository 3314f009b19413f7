/**
 * Reads YAML configuration so that every problem is reported at once, with file, line, key, value
 * and expectation. Knows nothing of what is configured: {@code app.config} and {@code policy.model}
 * do. No I/O: text comes in, secrets come through a function.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.core.config.YamlMap}.
 */
@NullMarked
package io.mcpgateway.core.config;

import org.jspecify.annotations.NullMarked;
