/**
 * The gateway's audit trail in a real Kafka.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.kafka.KafkaSinkTest}.
 */
@NullMarked
package io.mcpgateway.kafka;

import org.jspecify.annotations.NullMarked;
