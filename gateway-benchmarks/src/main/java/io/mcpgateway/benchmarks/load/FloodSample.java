package io.mcpgateway.benchmarks.load;

import java.util.OptionalDouble;

/**
 * Good requests in one round of a flood.
 *
 * @param flood what else arrived
 * @param load how the good requests arrived
 * @param perSecond good requests answered
 * @param cpu CPU microseconds of the gateway per good request, the flood's cost included
 * @param failed good requests with a wrong answer or none
 * @param flooded requests of the flood that were answered
 * @param refused how many of them with 401, 429 or 503, as they should be
 * @param keyFetches how often the gateway asked for the issuer's keys meanwhile
 */
record FloodSample(
    int round,
    String flood,
    String load,
    double perSecond,
    double p50,
    double p99,
    OptionalDouble cpu,
    long failed,
    long flooded,
    long refused,
    long keyFetches) {}
