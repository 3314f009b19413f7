package io.mcpgateway.policy.model;

import java.util.List;
import java.util.Set;

/**
 * What must not reach a client as it is.
 *
 * @param appliesTo the tools, resources and prompts whose replies are masked; every reply if empty
 * @param detect what is looked for in every string and number
 * @param fields members of structured content, and of JSON that stands in text
 */
public record Mask(
    String name,
    RoleScope scope,
    Selection appliesTo,
    Set<Detector> detect,
    List<FieldPath> fields,
    Action action) {
  public Mask {
    detect = Set.copyOf(detect);
    fields = List.copyOf(fields);
  }

  /** What is looked for. */
  public enum Detector {
    /** Payment card numbers: issuer prefix, length and check digit. */
    CARD,
    /** E-mail addresses. */
    EMAIL
  }

  /** What takes the place of a masked value. The JSON type stays, except with {@link #NULLIFY}. */
  public enum Action {
    /**
     * A fixed text; a number becomes 0, a boolean false, an object or array becomes empty. Nothing
     * of the value remains, not even its length.
     */
    REDACT,
    /**
     * Four asterisks and the last four characters. Values too short to keep something back from,
     * and e-mail addresses, become four asterisks; what is no string is redacted.
     */
    KEEP_LAST_4,
    /** {@code null}; for fields only. */
    NULLIFY
  }
}
