package io.mcpgateway.policy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A JSON Schema that values can be held against (JSON Schema 2020-12, 2019-09, draft-07, draft-06
 * and draft-04). Knows nothing but itself: what it refers to elsewhere is not fetched, and makes it
 * unusable. {@code format} is an annotation, as 2020-12 has it, in every dialect.
 */
public final class ValueSchema {
  private static final int MAX_PROBLEMS = 8;

  /** Elements of one array or object that are compared with each other. */
  private static final int MAX_PAIRED = 2_000;

  private static final ThreadLocal<Budget> SPENT_FROM = ThreadLocal.withInitial(Budget::small);
  private static final ExecutionConfig EXECUTION =
      ExecutionConfig.builder().formatAssertionsEnabled(false).build();
  private static final BasicDialectRegistry DIALECTS =
      new BasicDialectRegistry(
          List.of(
              Dialects.getDraft202012(),
              Dialects.getDraft201909(),
              Dialects.getDraft7(),
              Dialects.getDraft6(),
              Dialects.getDraft4()));
  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .regularExpressionFactory(new LinearExpressions(SPENT_FROM))
          .formatAssertionsEnabled(false)
          .losslessNarrowing(true)
          .pathType(PathType.JSON_POINTER)
          .build();

  /** Finds nothing anywhere: not on the network, not on the class path. */
  private static final class NoLoader extends SchemaLoader {
    NoLoader() {
      super(List.of(), List.of());
    }

    @Override
    public InputStreamSource getSchemaResource(com.networknt.schema.AbsoluteIri iri) {
      throw new SchemaException("refers to what is not in it");
    }
  }

  private final Schema schema;
  private final boolean pairwise;
  private final int size;

  private ValueSchema(Schema schema, boolean pairwise, int size) {
    this.schema = schema;
    this.pairwise = pairwise;
    this.size = size;
  }

  /** How many keywords and values it is made of, for whoever keeps it. */
  public int size() {
    return size;
  }

  /**
   * Makes a schema usable. Takes a moment; not for event loops.
   *
   * @param json must not be changed afterwards
   * @param dialect what it is if it does not say
   */
  public static ValueSchema compile(JsonNode json, Dialect dialect) throws UnusableSchemaException {
    SchemaShape shape = new SchemaShape();
    String problem = shape.problem(json);
    if (problem != null) {
      throw new UnusableSchemaException(problem);
    }
    // Each with a registry of its own: no schema finds another by an $id that both know.
    SpecificationVersion version = dialect.version();
    SchemaRegistry registry =
        SchemaRegistry.builder()
            .defaultDialectId(version.getDialectId())
            .dialectRegistry(DIALECTS)
            .schemaLoader(new NoLoader())
            .schemaCacheEnabled(false)
            .schemaRegistryConfig(CONFIG)
            .build();
    try {
      Schema schema = registry.getSchema(json);
      schema.initializeValidators();
      return new ValueSchema(schema, shape.isPairwise(), shape.nodes());
    } catch (SchemaException | StackOverflowError wrong) {
      throw new UnusableSchemaException(reason(wrong));
    }
  }

  /** The library's messages are long, and may quote the schema. */
  private static String reason(Throwable wrong) {
    String message = String.valueOf(wrong.getMessage());
    return "not a schema of its own: "
        + message.substring(0, Math.min(message.length(), 200)).replace('\n', ' ');
  }

  /**
   * What is wrong with a value: at most a few problems, each with the pointer to what is wrong and
   * what was expected, never the value itself. Empty if nothing is.
   *
   * @param value as {@link Values} reads it
   * @throws Budget.SpentException if it takes more than the budget
   * @throws UnusableSchemaException if the schema turns out not to be usable after all
   */
  public List<String> problems(JsonNode value, Budget budget) throws UnusableSchemaException {
    if (pairwise && Values.hasMoreThan(MAX_PAIRED, value)) {
      return List.of(
          "a list or object has more than " + MAX_PAIRED + " entries (expected: at most as many)");
    }
    CountedContext context = new CountedContext(EXECUTION, budget);
    SPENT_FROM.set(budget);
    try {
      schema.validate(context, value);
      // A pattern may have been too much.
      budget.spend(0);
    } catch (CountedContext.CircleException | StackOverflowError circle) {
      throw new UnusableSchemaException("refers to itself in a circle");
    } catch (SchemaException wrong) {
      throw new UnusableSchemaException(reason(wrong));
    } finally {
      SPENT_FROM.remove();
    }
    List<Error> errors = context.getErrors();
    if (errors.isEmpty()) {
      return List.of();
    }
    Set<String> problems = new LinkedHashSet<>();
    for (Error error : errors) {
      problems.add(ProblemText.of(error));
      if (problems.size() == MAX_PROBLEMS) {
        break;
      }
    }
    return List.copyOf(problems);
  }
}
