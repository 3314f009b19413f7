package io.mcpgateway.benchmarks.load;

import java.util.OptionalDouble;

/**
 * One load on one target in one round.
 *
 * @param load {@code closed} or {@code open}
 * @param p50 microseconds
 * @param p99 microseconds
 * @param cpu microseconds of CPU time of the proxy per request
 * @param resident bytes of the proxy in RAM at the end of the load
 * @param allocated bytes that the proxy's JVM allocated per request
 * @param failed requests with a wrong answer or none
 * @param foreign share of the two cores that other processes used meanwhile
 * @param disturbed whether that share stayed too high in every try
 */
record Sample(
    int round,
    String target,
    String load,
    double perSecond,
    double p50,
    double p99,
    OptionalDouble cpu,
    OptionalDouble resident,
    OptionalDouble allocated,
    long failed,
    double foreign,
    boolean disturbed) {}
