package io.mcpgateway.app.audit.sink;

/**
 * How a sink does.
 *
 * @param up whether it takes records, as far as is known
 * @param delivered records since the start
 * @param failures attempts that failed since the start
 * @param lagSeconds how long ago the oldest record was written that it does not have; 0 if it has
 *     all of them
 */
public record SinkStatus(
    String name, boolean up, long delivered, long failures, double lagSeconds) {}
