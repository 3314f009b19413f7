package io.mcpgateway.app.config;

import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.lint.Finding;
import io.mcpgateway.policy.lint.Lint;
import io.mcpgateway.policy.lint.LiveLint;
import io.mcpgateway.policy.model.PolicySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One policy file, read as {@link ConfigLoader} reads those that routes name, without the
 * configuration around it.
 *
 * @param name as it would be typed
 * @param text as it is written
 */
public record PolicyFile(String name, String text, PolicySpec spec) {

  /**
   * Reads it from disk.
   *
   * @param environment answers environment variables, or null
   */
  public static PolicyFile load(Path file, Function<String, @Nullable String> environment)
      throws ConfigException {
    Path absolute = file.toAbsolutePath().normalize();
    ConfigFiles files = new ConfigFiles(Path.of("").toAbsolutePath());
    try {
      return read(files.name(absolute), files.text(absolute), files, environment);
    } catch (IOException unreadable) {
      throw unreadable(files.name(absolute));
    }
  }

  /** Reads a text that is in no file; references in it are not resolved. */
  public static PolicyFile parse(String name, String text) throws ConfigException {
    return read(name, text, new ConfigFiles(Path.of("").toAbsolutePath()), null);
  }

  private static PolicyFile read(
      String name,
      String text,
      ConfigFiles files,
      @Nullable Function<String, @Nullable String> environment)
      throws ConfigException {
    Problems problems = new Problems();
    YamlMap root =
        YamlMap.parse(
            name,
            text,
            problems,
            environment == null ? _ -> null : new References(files, environment));
    PolicySpec spec = PolicySpec.read(root, ConfigFiles.versionOf(text));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return new PolicyFile(name, text, spec);
  }

  /** What is to be said of it, in the order of the file. */
  public List<Finding> lint(@Nullable Set<String> knownRoles) {
    return Lint.of(spec, YamlMap.parse(name, text, new Problems(), _ -> ""), knownRoles);
  }

  /**
   * What does not fit the tools that there are.
   *
   * @param tools their names, as clients see them
   */
  public List<Finding> lintLive(List<String> tools) {
    return LiveLint.of(spec, YamlMap.parse(name, text, new Problems(), _ -> ""), tools);
  }

  /**
   * Reads a file of YAML that belongs to no configuration, such as test cases. It must not have
   * references.
   */
  public static YamlMap yaml(Path file, Problems problems) throws ConfigException {
    ConfigFiles files = new ConfigFiles(Path.of("").toAbsolutePath());
    Path absolute = file.toAbsolutePath().normalize();
    try {
      return YamlMap.parse(files.name(absolute), files.text(absolute), problems, _ -> null);
    } catch (IOException unreadable) {
      throw unreadable(files.name(absolute));
    }
  }

  private static ConfigException unreadable(String name) {
    return new ConfigException(List.of(new Problem(name, 1, "", "", "a readable text file")));
  }
}
