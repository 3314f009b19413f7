/**
 * What must not reach a client as it is, and every place of a message where it may stand.
 *
 * <p>Masks work on bytes: what is not masked stays byte for byte. One walk goes into every string,
 * name and number, into JSON in strings and into base64, so that all copies of a value are masked
 * by one decision. Documented limits: a value that is split over two strings or two events, two
 * levels of encoding, pictures and other binary content.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.mask.MaskStage}, then {@code Masking} and {@code TextMasking}. What
 * values look like is in {@code policy.detect}, what stands for them in {@code policy.token}.
 *
 * <h2>Threads</h2>
 *
 * The stage and its programs are immutable or thread-safe; detectors and a masking under way belong
 * to one thread. Nothing blocks.
 */
@NullMarked
package io.mcpgateway.policy.mask;

import org.jspecify.annotations.NullMarked;
