/**
 * What clients see of an upstream's tools, whoever they are: hidden, renamed, described otherwise,
 * with arguments that the gateway gives. Apart from who may use them.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.curate.Curation} says which name is which; {@link
 * io.mcpgateway.policy.curate.CurateStage} rewrites calls and {@link
 * io.mcpgateway.policy.curate.CurateListStage} lists. The two agree: what a list shows is what a
 * call accepts.
 *
 * <h2>Threads</h2>
 *
 * Everything here is immutable; stages run on event loops and do not block.
 */
@NullMarked
package io.mcpgateway.policy.curate;

import org.jspecify.annotations.NullMarked;
