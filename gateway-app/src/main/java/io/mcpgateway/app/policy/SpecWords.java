package io.mcpgateway.app.policy;

import io.mcpgateway.policy.detect.CustomDetector;
import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.model.Ask;
import io.mcpgateway.policy.model.FieldPath;
import io.mcpgateway.policy.model.Glob;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.model.Members;
import io.mcpgateway.policy.model.Role;
import io.mcpgateway.policy.model.RoleScope;
import io.mcpgateway.policy.model.Rule;
import io.mcpgateway.policy.model.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A part of a policy in one line, which is the same for what means the same. */
final class SpecWords {
  /** More words of a detector than these are told by their number and a digest. */
  private static final int MAX_WORDS = 20;

  private final List<String> parts = new ArrayList<>();

  private SpecWords() {}

  static String of(Role role) {
    SpecWords words = new SpecWords();
    words.put("includes", role.includes());
    Members members = role.members();
    words.put("groups", members.groups());
    words.put("scopes", members.scopes());
    words.put("clients", members.clients());
    words.put("api-keys", members.apiKeys());
    if (members.when() != null) {
      words.quote("when", members.when().text());
    }
    words.selection(role.permits());
    return words.parts.isEmpty() ? "nothing" : words.line();
  }

  static String of(Rule rule) {
    SpecWords words = new SpecWords();
    words.parts.add(word(rule.mode()));
    words.scope(rule.scope());
    words.selection(rule.concerns());
    if (rule.effect().asks() == null) {
      words.parts.add(rule.effect().key());
    } else {
      words.quote(rule.effect().key(), rule.effect().asks().text());
    }
    return words.line();
  }

  static String of(Mask mask) {
    SpecWords words = new SpecWords();
    List<String> detect = new ArrayList<>(mask.custom());
    if (mask.kinds().size() == Kind.values().length) {
      detect.add("all");
    } else {
      mask.kinds().forEach(kind -> detect.add(kind.word()));
    }
    words.put("detect", detect);
    words.put("fields", mask.fields().stream().map(FieldPath::text).toList());
    words.put("schema.formats", mask.schema().formats());
    words.globs("schema.properties", mask.schema().properties());
    words.globs("schema.x-mask", mask.schema().labels());
    words.selection(mask.appliesTo());
    words.globs("upstreams", mask.upstreams());
    words.globs("mime-types", mask.mimeTypes());
    words.scope(mask.scope());
    if (mask.when() != null) {
      words.quote("when", mask.when().text());
    }
    words.parts.add(mask.action().word());
    if (mask.action() instanceof MaskAction.Tokenize(var restoreIn, var expiresIn)) {
      words.globs("restore-in", restoreIn);
      words.parts.add("expires-in " + expiresIn.toSeconds() + "s");
    }
    words.parts.add("results " + word(mask.results()));
    words.parts.add("arguments " + word(mask.arguments()));
    return words.line();
  }

  static String of(CustomDetector detector) {
    SpecWords words = new SpecWords();
    switch (detector) {
      case CustomDetector.Pattern(_, var pattern, var keywords) -> {
        words.quote("pattern", pattern.pattern());
        words.put("keywords", keywords);
      }
      case CustomDetector.Words(_, var all) when all.size() <= MAX_WORDS ->
          words.parts.add("words " + String.join(", ", new TreeSet<>(all)));
      case CustomDetector.Words(_, var all) ->
          words.parts.add(
              all.size() + " words, " + Integer.toHexString(new TreeSet<>(all).hashCode()));
    }
    return words.line();
  }

  /** How a constant is written in a file. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void scope(RoleScope scope) {
    put("only-roles", scope.only());
    put("unless-roles", scope.unless());
  }

  private void selection(Selection selection) {
    globs("tools", selection.tools());
    globs("resources", selection.resources());
    globs("prompts", selection.prompts());
    put("asks", selection.asks().stream().map(Ask::word).toList());
    globs("methods", selection.methods());
    put("risk", selection.risk());
  }

  private void globs(String key, List<Glob> globs) {
    put(key, globs.stream().map(Glob::pattern).toList());
  }

  private void put(String key, Collection<String> values) {
    if (!values.isEmpty()) {
      parts.add(key + ' ' + String.join(" ", new TreeSet<>(values)));
    }
  }

  private void quote(String key, String text) {
    parts.add(key + " \"" + text + '"');
  }

  private String line() {
    return String.join(", ", parts);
  }
}
