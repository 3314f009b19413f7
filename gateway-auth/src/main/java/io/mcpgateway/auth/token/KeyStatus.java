package io.mcpgateway.auth.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an issuer's keys are doing, for metrics and readiness.
 *
 * @param keys how many can be used now
 * @param fetchedAt when they were last fetched with success; null if never
 * @param fetches attempts so far
 * @param failures failed attempts so far
 * @param failuresInRow failed attempts since the last success
 * @param problem what the last attempt failed of; null if it succeeded
 */
public record KeyStatus(
    int keys,
    @Nullable Instant fetchedAt,
    long fetches,
    long failures,
    int failuresInRow,
    @Nullable String problem) {}
