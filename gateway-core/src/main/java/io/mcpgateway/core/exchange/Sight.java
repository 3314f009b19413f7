package io.mcpgateway.core.exchange;

/**
 * Stands for what one caller sees in the lists of a route: while a number is the same, so is that
 * list, as far as it depends on the gateway.
 */
public record Sight(long tools, long prompts, long resources) {}
