package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What every record that a test looks at is checked against. */
public final class AuditSchema {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text());

  /** Records that were looked at, by their ids: tests that wait read a trail again and again. */
  private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

  private AuditSchema() {}

  /** Fails unless {@code record} is what the schema that is shipped says. */
  public static void check(JsonNode record) {
    if (CHECKED.add(record.at("/metadata/uid").asText())) {
      assertThat(SCHEMA.validate(record)).as("%s", record).isEmpty();
    }
  }

  static boolean accepts(JsonNode record) {
    return SCHEMA.validate(record).isEmpty();
  }

  private static String text() {
    try {
      return Files.readString(Path.of("..", "docs", "schema", "audit.schema.json"));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
