package io.mcpgateway.auth.resource;

import io.mcpgateway.auth.token.DpopVerifier;
import io.mcpgateway.auth.token.TokenVerifier;
import java.time.InstantSource;

/**
 * What checks callers, on every route and over every reload.
 *
 * @param tokens is the token genuine
 * @param proofs is it theirs
 * @param failures how many wrong ones they may try
 */
public record CallerChecks(
    TokenVerifier tokens, DpopVerifier proofs, FailureBudget failures, InstantSource clock) {}
