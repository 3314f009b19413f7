package io.mcpgateway.policy.detect.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.policy.detect.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The pass lines of the detectors. Prints what was measured as a table, and writes it to the file
 * that the system property {@code quality.table} names.
 */
class DetectorQualityTest {
  private static final long SEED = 20_260_301;
  private static final double RECALL = 0.99;
  private static final double PRECISION = 0.98;

  /** Of what is judged by the words around it alone. */
  private static final double BY_CONTEXT = 0.95;

  @Test
  void everyKindIsFoundAndLittleElse() throws IOException {
    Measurement measured = Measurement.of(new DetectorFinds(), new EngineFinds(), SEED);
    String table = measured.table();
    System.out.println(table);
    String file = System.getProperty("quality.table");
    if (file != null) {
      Files.writeString(Path.of(file), table);
    }

    assertThat(complaints(measured)).as(table).isEmpty();
  }

  private static String complaints(Measurement measured) {
    StringBuilder complaints = new StringBuilder();
    for (Kind kind : Kind.values()) {
      boolean isByContext = kind == Kind.DATE_OF_BIRTH || kind == Kind.PASSWORD;
      double recall = isByContext ? BY_CONTEXT : RECALL;
      double precision = isByContext ? BY_CONTEXT : PRECISION;
      Score texts = measured.texts.of(kind);
      complain(complaints, kind, "recall", texts.recall(), recall, texts.missed());
      complain(complaints, kind, "precision", texts.precision(), precision, texts.taken());
      Score evasions = measured.evasions.of(kind);
      complain(complaints, kind, "evasion recall", evasions.recall(), recall, evasions.missed());
      Score encodings = measured.encodings.of(kind);
      complain(complaints, kind, "encoded recall", encodings.recall(), recall, encodings.missed());
    }
    return complaints.toString();
  }

  private static void complain(
      StringBuilder complaints,
      Kind kind,
      String what,
      double value,
      double expected,
      List<String> examples) {
    if (value < expected) {
      complaints.append('\n').append(kind.word()).append(": ").append(what).append(' ');
      complaints.append(value).append(" (expected: >= ").append(expected).append(")\n");
      examples.forEach(example -> complaints.append("    ").append(example).append('\n'));
    }
  }
}
