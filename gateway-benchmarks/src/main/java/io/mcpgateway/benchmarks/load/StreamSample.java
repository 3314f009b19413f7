package io.mcpgateway.benchmarks.load;

import java.util.OptionalDouble;

/**
 * Idle streams through one proxy in one round.
 *
 * @param asked how many streams were wanted
 * @param open how many were open
 * @param resident bytes in RAM that each added to the proxy
 * @param live bytes that each keeps reachable in the heap of the proxy's JVM
 * @param process bytes of the whole proxy in RAM
 */
record StreamSample(
    int round,
    String target,
    int asked,
    int open,
    double resident,
    OptionalDouble live,
    double process) {}
