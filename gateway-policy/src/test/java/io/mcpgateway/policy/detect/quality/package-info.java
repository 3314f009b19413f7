/**
 * How well the detectors find what they promise to, and how much they take for something that it is
 * not: measured on generated texts in which every sensitive value is labelled.
 *
 * <p>{@code Templates} are written by hand (resources {@code detect/*.txt}); {@code Values} fills
 * their slots with values that have the check digits of their country, {@code Fillers} with what
 * only looks alike. {@code Negatives} are texts with nothing to find, {@code Evasions} write a
 * value so that it is hard to see. None of it uses the code of the detectors.
 *
 * <h2>Start here</h2>
 *
 * {@link io.mcpgateway.policy.detect.quality.DetectorQualityTest}, then {@code Finds}, the seam to
 * what is measured.
 */
@NullMarked
package io.mcpgateway.policy.detect.quality;

import org.jspecify.annotations.NullMarked;
