package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.mask.NameCache.Name;
import java.util.List;
import java.util.Set;

/**
 * What a value is called whose own name only says that it is one: {@code {"ssn":{"value":…}}},
 * {@code {"name":"ssn","value":…}}, {@code {"passwords":[…]}}.
 */
final class MemberNames {
  /** Labels stand close to their values. */
  private static final int MAX_MEMBERS = 8;

  private static final int MAX_LABEL = 64;

  static final Set<String> VALUES =
      Set.of(
          "value",
          "val",
          "values",
          "number",
          "num",
          "no",
          "nr",
          "digits",
          "raw",
          "text",
          "string",
          "content",
          "data",
          "date",
          "full",
          "current",
          "plain",
          "enum",
          "const",
          "default",
          "example",
          "examples",
          "pattern");

  static final Set<String> LABELS =
      Set.of("name", "key", "label", "field", "type", "id", "title", "property", "attribute");

  private static final List<String> MANY =
      List.of(
          "passwords",
          "passwds",
          "passphrases",
          "passcodes",
          "api_keys",
          "api-keys",
          "apikeys",
          "access_keys",
          "accesskeys",
          "private_keys",
          "privatekeys",
          "ssns",
          "ibans");

  private MemberNames() {}

  /**
   * What a member's value is called.
   *
   * @param start where its object begins
   * @param outside what the object is called
   */
  static Name of(NameCache names, byte[] json, int start, Name outside, Name name) {
    if (!name.traits().vague()) {
      return name;
    }
    Name label = label(names, json, start);
    String lower = label.lower().isEmpty() ? outside.lower() : label.lower();
    return lower.isEmpty()
        ? name
        : new Name(
            name.text(),
            lower + " " + name.lower(),
            name.alsoWithout() || outside.alsoWithout() || label.alsoWithout(),
            name.traits());
  }

  /** What elements are called of an array of that name. */
  static Name ofElements(Name name) {
    String lower = name.lower();
    if (lower.endsWith("s")) {
      for (String many : MANY) {
        if (lower.endsWith(many)) {
          return new Name(
              name.text(),
              lower.substring(0, lower.length() - 1),
              name.alsoWithout(),
              name.traits());
        }
      }
    }
    return name;
  }

  /** What the object says that its value is; nothing behind another object or array is read. */
  private static Name label(NameCache names, byte[] json, int start) {
    int at = JsonWalk.skipSpace(json, start + 1);
    for (int i = 0; i < MAX_MEMBERS && json[at] != '}'; i++) {
      int nameEnd = JsonWalk.stringEnd(json, at);
      int valueAt = JsonWalk.skipSpace(json, JsonWalk.skipSpace(json, nameEnd) + 1);
      if (json[valueAt] == '{' || json[valueAt] == '[') {
        return Name.NONE;
      }
      int end = JsonWalk.valueEnd(json, valueAt);
      if (json[valueAt] == '"'
          && end - valueAt <= MAX_LABEL
          && names.of(json, at, nameEnd).traits().label()) {
        return names.of(json, valueAt, end);
      }
      at = JsonWalk.afterComma(json, end);
    }
    return Name.NONE;
  }
}
