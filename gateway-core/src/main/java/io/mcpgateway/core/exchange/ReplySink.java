package io.mcpgateway.core.exchange;

/**
 * Where a reply goes, called on the exchange's loop. One of:
 *
 * <ul>
 *   <li>{@link #refuse}, alone, or in place of {@link #end} once events began;
 *   <li>{@link #bare}, alone;
 *   <li>{@link #begin}, then {@link #event} (exactly once for {@link ReplyHead.Shape#JSON}), then
 *       {@link #end}.
 * </ul>
 */
public interface ReplySink {
  /**
   * Comes before everything else if the stages let the exchange through to its upstream.
   *
   * @param exchange as the stages left it, with its principal and its session
   */
  default void decided(Exchange exchange) {}

  /** The gateway's own answer. After {@link #begin} it becomes the stream's last event. */
  void refuse(Refusal refusal);

  /** An answer without a message: 202 for what was accepted, 405 for a stream not offered, … */
  void bare(int status);

  void begin(ReplyHead head);

  void event(ReplyEvent event);

  void end();
}
