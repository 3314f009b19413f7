package io.mcpgateway.app.audit.store;

/**
 * A place in a trail, between two records.
 *
 * @param segment the number of the segment
 * @param offset how many bytes of it, unpacked, lie before the place
 */
public record TrailPosition(int segment, long offset) {
  /** Before everything. */
  public static final TrailPosition START = new TrailPosition(0, 0);

  /** Behind everything, also what will be written. */
  public static final TrailPosition END = new TrailPosition(Integer.MAX_VALUE, Long.MAX_VALUE);
}
