/** Tests of what conditions say and cost. */
@NullMarked
package io.mcpgateway.policy.condition;

import org.jspecify.annotations.NullMarked;
