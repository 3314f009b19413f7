package io.mcpgateway.auth.token;

/**
 * How asking an issuer about tokens is doing, for metrics.
 *
 * @param requests sent so far
 * @param failures of them that brought no answer that could be believed
 */
public record IntrospectionStatus(long requests, long failures) {}
