package io.mcpgateway.policy.detect.quality;

import io.mcpgateway.policy.detect.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringTokenizer;

/**
 * The templates that are written by hand. In the files each begins with a line {@code == name}, on
 * which {@code member=a|b} and {@code accept=kind:other} may follow; the lines up to the next one
 * are its text, without blank ones at its end.
 */
final class Templates {
  private static final List<String> FILES =
      List.of("people", "business", "logs", "code", "config", "languages", "values");

  private Templates() {}

  static List<Template> all() {
    List<Template> all = new ArrayList<>();
    for (String file : FILES) {
      read(file, all);
    }
    return all;
  }

  private static void read(String file, List<Template> all) {
    String head = "";
    StringBuilder text = new StringBuilder();
    for (String line : (Iterable<String>) content(file).lines()::iterator) {
      if (!line.startsWith("== ")) {
        text.append(line).append('\n');
        continue;
      }
      if (!head.isEmpty()) {
        all.add(template(file, head, text.toString().stripTrailing()));
      }
      head = line.substring(3);
      text.setLength(0);
    }
    all.add(template(file, head, text.toString().stripTrailing()));
  }

  private static String content(String file) {
    String resource = "/detect/" + file + ".txt";
    try (InputStream in = Objects.requireNonNull(Templates.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Template template(String file, String head, String text) {
    StringTokenizer words = new StringTokenizer(head, " ");
    String name = file + "/" + words.nextToken();
    List<String> members = new ArrayList<>();
    Map<Kind, List<Kind>> others = new EnumMap<>(Kind.class);
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      String value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("member=")) {
        for (StringTokenizer each = new StringTokenizer(value, "|"); each.hasMoreTokens(); ) {
          members.add(each.nextToken());
        }
      } else if (word.startsWith("accept=")) {
        int colon = value.indexOf(':');
        others
            .computeIfAbsent(Template.kind(value.substring(0, colon)), _ -> new ArrayList<>())
            .add(Template.kind(value.substring(colon + 1)));
      } else {
        throw new IllegalArgumentException(name + ": " + word);
      }
    }
    return new Template(name, members, others, Template.pieces(text));
  }
}
