package io.mcpgateway.policy.pin;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mcpgateway.core.exchange.ToolDefinition;
import io.mcpgateway.policy.pin.PinRules.Action;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tools of one upstream with those that were reviewed. Remembers what it found, so
 * that everything is told once, and what it looked at, so that it is not looked at again.
 * Thread-safe.
 */
public final class ToolReview {
  private static final int MAX_FINDINGS = 2_000;
  private static final int MAX_OPINIONS = 50_000;

  private final PinRules rules;
  private final Consumer<Finding> listener;
  private final Map<String, PinnedTool> byBody;
  private final Set<Finding> findings = ConcurrentHashMap.newKeySet();
  private final Cache<ToolDefinition, Opinion> ofDefinitions =
      Caffeine.newBuilder().weakKeys().maximumSize(MAX_OPINIONS).build();
  private final Cache<String, Opinion> ofTexts =
      Caffeine.newBuilder().maximumSize(MAX_OPINIONS).build();

  /**
   * What is to become of a tool.
   *
   * @param tool its name
   * @param action the strictest that a finding asks for; {@link Action#WARN} if nothing keeps it
   *     from clients
   * @param finding the one that asks for it, in words; empty if there is none
   */
  record Opinion(String tool, Action action, String finding) {}

  /**
   * @param listener told of each finding once; must not block
   */
  public ToolReview(PinRules rules, Consumer<Finding> listener) {
    this.rules = rules;
    this.listener = listener;
    this.byBody = new HashMap<>();
    if (rules.pins() != null) {
      rules.pins().tools().values().forEach(tool -> byBody.putIfAbsent(tool.body(), tool));
    }
  }

  public PinRules rules() {
    return rules;
  }

  /** How many different findings there have been, by kind. */
  public Map<Finding.Kind, Integer> counts() {
    Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
    findings.forEach(finding -> counts.merge(finding.kind(), 1, Integer::sum));
    return counts;
  }

  Opinion of(ToolDefinition tool) {
    return Objects.requireNonNull(ofDefinitions.get(tool, each -> look(each.json())));
  }

  /** The same for a list's entry that was seen before, or null. */
  @Nullable Opinion known(String digestOfText) {
    return ofTexts.getIfPresent(digestOfText);
  }

  Opinion of(String digestOfText, JsonNode tool) {
    return Objects.requireNonNull(ofTexts.get(digestOfText, _ -> look(tool)));
  }

  /** A complete list, as somebody gets it, lacks reviewed tools. */
  void listed(Set<String> names) {
    if (rules.pins() == null) {
      return;
    }
    for (String name : rules.pins().tools().keySet()) {
      if (!names.contains(name)) {
        tell(new Finding(Finding.Kind.REMOVED_TOOL, name, "", List.of()));
      }
    }
  }

  private Opinion look(JsonNode json) {
    PinnedTool now = PinnedTool.of(json);
    Opinion opinion = new Opinion(now.name(), Action.WARN, "");
    for (Finding finding : findings(rules.pins(), byBody, now, json)) {
      tell(finding);
      Action action =
          finding.kind() == Finding.Kind.HIDDEN_CHARACTERS
              ? rules.onHiddenCharacters()
              : rules.onDrift();
      if (opinion.finding.isEmpty() || action.compareTo(opinion.action) > 0) {
        opinion = new Opinion(now.name(), action, finding.text());
      }
    }
    return opinion;
  }

  private void tell(Finding finding) {
    if (findings.size() < MAX_FINDINGS && findings.add(finding)) {
      listener.accept(finding);
    }
  }

  private static List<Finding> findings(
      @Nullable ToolPins pins, Map<String, PinnedTool> byBody, PinnedTool now, JsonNode json) {
    List<Finding> findings = new ArrayList<>();
    if (pins != null) {
      PinnedTool pinned = pins.tools().get(now.name());
      if (pinned == null) {
        PinnedTool before = byBody.get(now.body());
        findings.add(
            before == null
                ? new Finding(Finding.Kind.NEW_TOOL, now.name(), now.sha256(), List.of())
                : new Finding(
                    Finding.Kind.RENAMED_TOOL,
                    now.name(),
                    now.sha256(),
                    List.of("was " + Finding.shown(before.name()))));
      } else if (!pinned.sha256().equals(now.sha256())) {
        findings.add(changed(pinned, now));
      }
    }
    List<String> hidden = HiddenCharacters.in(json);
    if (!hidden.isEmpty()) {
      findings.add(new Finding(Finding.Kind.HIDDEN_CHARACTERS, now.name(), now.sha256(), hidden));
    }
    return findings;
  }

  private static Finding changed(PinnedTool pinned, PinnedTool now) {
    boolean more = !pinned.parameters().keySet().containsAll(now.parameters().keySet());
    return new Finding(
        more ? Finding.Kind.NEW_PARAMETER : Finding.Kind.CHANGED,
        now.name(),
        now.sha256(),
        pinned.differences(now));
  }

  /**
   * Everything that is different between what was reviewed and a complete list.
   *
   * @param pins null if nothing was reviewed: then only what is hidden is found
   */
  public static List<Finding> compare(@Nullable ToolPins pins, List<ToolDefinition> tools) {
    List<Finding> all = new ArrayList<>();
    ToolReview review = new ToolReview(new PinRules(pins, Action.WARN, Action.WARN), all::add);
    tools.forEach(review::of);
    review.listed(tools.stream().map(ToolDefinition::name).collect(Collectors.toSet()));
    return all;
  }
}
