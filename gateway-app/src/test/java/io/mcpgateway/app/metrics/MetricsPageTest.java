package io.mcpgateway.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md says what the table in the code says; {@code -Dupdate=true} writes it anew. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final String BEGIN = "<!-- the table of the code -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void thePageHasTheTable() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String fresh = page.substring(0, begin) + table() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("update")) {
      Files.writeString(PAGE, fresh);
      return;
    }

    assertThat(page).as("run this test with -Dupdate=true").isEqualTo(fresh);
  }

  @Test
  void namesAndLabelsAreSortedAndTellTheirType() {
    for (Metric each : Metric.values()) {
      assertThat(each.labels()).as(each.exposed()).isSorted();
      assertThat(each.exposed().endsWith("_total"))
          .as(each.exposed())
          .isEqualTo(each.type() == Metric.Type.COUNTER);
    }
    assertThat(Arrays.stream(Metric.values()).map(Metric::exposed)).doesNotHaveDuplicates();
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| metric | type | labels | |\n|---|---|---|---|\n");
    for (Metric each : Metric.values()) {
      String labels =
          each.labels().stream().map(label -> '`' + label + '`').collect(Collectors.joining(", "));
      table
          .append("| `%s` | %s | %s | ".formatted(each.exposed(), type(each), labels))
          .append(each.description())
          .append(" |\n");
    }
    return table.toString();
  }

  private static String type(Metric metric) {
    return metric.type().name().toLowerCase(Locale.ROOT);
  }
}
