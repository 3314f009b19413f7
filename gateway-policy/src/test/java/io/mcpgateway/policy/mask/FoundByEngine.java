package io.mcpgateway.policy.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.model.Unmaskable;
import java.util.ArrayList;
import java.util.List;

/** What the whole engine masks of a text. */
public final class FoundByEngine {
  private static final PolicySpec POLICY =
      Exchanges.policy("masks: [{ name: all, detect: [all] }]");

  /**
   * Something that was masked.
   *
   * @param start where it begins in the UTF-8 of the text
   * @param end where it ends, exclusive
   */
  public record Found(int start, int end) {}

  private final Masking.Scope scope;

  public FoundByEngine() {
    MaskedTools tools = Exchanges.maskedTools();
    Exchange call = Exchanges.call(Exchanges.anonymous(), "t");
    MaskPrograms programs = new MaskPrograms(POLICY, MaskDirection.RESULTS, tools.clock());
    this.scope =
        new Masking.Scope(
            programs.of(call),
            programs,
            tools.pseudonyms(call),
            null,
            Unmaskable.BLOCK,
            MaskDirection.RESULTS);
  }

  public List<Found> in(String text, String name) {
    List<Found> found = new ArrayList<>();
    try {
      for (Edit edit : new Masking(scope, new Workspace()).text(text.getBytes(UTF_8), name)) {
        found.add(new Found(edit.start(), edit.end()));
      }
    } catch (UnmaskableException | BlockedValueException withheld) {
      throw new AssertionError(text, withheld);
    }
    return found;
  }
}
