@NullMarked
package io.mcpgateway.core.transport;

import org.jspecify.annotations.NullMarked;
