package io.mcpgateway.auth.token;

/**
 * How busy a {@link TokenVerifier} is, for metrics.
 *
 * @param signatureChecks signatures checked so far
 * @param queued signature checks that wait for a thread
 * @param cached verified tokens that are remembered, about
 */
public record VerifierStatus(long signatureChecks, int queued, long cached) {}
