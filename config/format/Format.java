import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies the format of every Java file of the repository.
 *
 * <p>Run by the build on the JDK that compiles (the formatter parses with that JDK's compiler, and
 * Maven itself may run on an older one): {@code Format check ROOT} or {@code Format apply ROOT}.
 */
class Format {
  static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]);
    List<String> wrong = new ArrayList<>();
    for (Path file : javaFiles(root)) {
      String source = Files.readString(file);
      String formatted;
      try {
        formatted = format(source);
      } catch (FormatterException unparsable) {
        wrong.add(root.relativize(file) + ": " + unparsable.getMessage());
        continue;
      }
      if (formatted.equals(source)) {
        continue;
      }
      if (apply) {
        Files.writeString(file, formatted);
      } else {
        wrong.add(root.relativize(file).toString());
      }
    }
    if (!wrong.isEmpty()) {
      System.err.println("Not formatted (mvn -N validate -Dformat=apply does it):");
      wrong.forEach(file -> System.err.println("  " + file));
      System.exit(1);
    }
  }

  private static String format(String source) throws FormatterException {
    String imports =
        ImportOrderer.reorderImports(
            RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(imports);
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        Path sources = folder.resolve("src");
        Path start = folder.endsWith("config") ? folder : sources;
        if (Files.isDirectory(start)) {
          try (Stream<Path> walk = Files.walk(start)) {
            files.addAll(walk.filter(file -> file.toString().endsWith(".java")).sorted().toList());
          }
        }
      }
    }
    return files;
  }
}
