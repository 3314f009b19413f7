/** What the tests of all policy packages share. */
@NullMarked
package io.mcpgateway.policy;

import org.jspecify.annotations.NullMarked;
