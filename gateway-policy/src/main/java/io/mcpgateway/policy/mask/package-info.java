/**
 * What must not reach a client as it is, and every place of a message where it may stand.
 *
 * <p>Masks work on bytes: what is not masked stays byte for byte. Documented limits: a value that
 * is split over two strings or two events, JSON that stands within other text, encodings of text
 * within text (percent-encoding, base64 outside of {@code blob} and {@code data}, HTML), images and
 * other binary content.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.mask.MaskStage}, then {@code Masking}.
 *
 * <h2>Threads</h2>
 *
 * The stage and its programs are immutable or thread-safe; detectors and a masking under way belong
 * to one thread. Nothing blocks.
 */
@NullMarked
package io.mcpgateway.policy.mask;

import org.jspecify.annotations.NullMarked;
