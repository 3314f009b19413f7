/**
 * JSON Schemas that somebody else wrote, and values that somebody else sent: what fits what, within
 * bounds and without asking anybody.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.schema.ValueSchema#compile}.
 *
 * <h2>Threads</h2>
 *
 * A compiled schema may be used by any number of threads at once. Nothing here blocks; whoever uses
 * it gives a {@link io.mcpgateway.policy.schema.Budget} that says how long it may take.
 */
@NullMarked
package io.mcpgateway.policy.schema;

import org.jspecify.annotations.NullMarked;
