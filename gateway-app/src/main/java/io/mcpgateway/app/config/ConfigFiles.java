package io.mcpgateway.app.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files one configuration is made of, each read once: what is checked, shown and counted into
 * the version is what is used. Not thread-safe.
 */
final class ConfigFiles {
  private static final long MAX_BYTES = 4 << 20;
  private static final int VERSION_LENGTH = 12;

  private final Path directory;
  private final Map<Path, String> texts = new LinkedHashMap<>();
  private final Set<Path> asked = new TreeSet<>();

  ConfigFiles(Path directory) {
    this.directory = directory;
  }

  /** What relative paths are relative to. */
  Path directory() {
    return directory;
  }

  /** The text of a file of the configuration itself. */
  String text(Path file) throws IOException {
    String known = texts.get(file);
    if (known != null) {
      return known;
    }
    asked.add(file);
    String text = read(file);
    texts.put(file, text);
    return text;
  }

  /** The text of a file that holds a secret: never shown, and no part of the version. */
  String secret(Path file) throws IOException {
    asked.add(file);
    return read(file);
  }

  /** How problems call a file: as it would be typed from the directory of {@code gateway.yaml}. */
  String name(Path file) {
    return file.startsWith(directory) ? directory.relativize(file).toString() : file.toString();
  }

  /** The texts by name, in the order they were first read. */
  Map<String, String> texts() {
    Map<String, String> named = new LinkedHashMap<>();
    texts.forEach((file, text) -> named.put(name(file), text));
    return named;
  }

  /** Everything that was read or would have been. */
  Set<Path> all() {
    return Set.copyOf(asked);
  }

  /** The first digits of a SHA-256 over names and texts: the same files, the same version. */
  String version() {
    MessageDigest digest = sha256();
    texts()
        .forEach(
            (name, text) -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              digest.update((byte) 0);
              digest.update(text.getBytes(StandardCharsets.UTF_8));
              digest.update((byte) 0);
            });
    return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
  }

  /** The same of one file alone. */
  String version(Path file) {
    return versionOf(texts.getOrDefault(file, ""));
  }

  /** The same of a text that is in no file. */
  static String versionOf(String text) {
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, VERSION_LENGTH);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK lacks SHA-256", missing);
    }
  }

  private static String read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("larger than " + MAX_BYTES + " bytes");
    }
    return Files.readString(file);
  }
}
