package io.mcpgateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of the documentation, whose examples are tests. */
record MarkdownFile(Path path) {

  /** One of {@code docs}. */
  static MarkdownFile of(String name) {
    return new MarkdownFile(Path.of("..", "docs", name));
  }

  /** Its blocks of code in a language. */
  List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(path)) {
      if (line.equals("```" + language)) {
        block = new StringBuilder();
      } else if (line.equals("```") && block != null) {
        blocks.add(block.toString());
        block = null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }

  /** Writes those whose first line says what they are called, such as {@code # a.yaml}. */
  void writeFiles(String language, Path directory) throws IOException {
    for (String block : blocks(language)) {
      String first = block.lines().findFirst().orElseThrow();
      if (first.startsWith("# ")) {
        Files.writeString(directory.resolve(first.substring("# ".length())), block);
      }
    }
  }
}
