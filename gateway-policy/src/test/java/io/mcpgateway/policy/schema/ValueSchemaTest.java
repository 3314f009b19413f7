package io.mcpgateway.policy.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.core.protocol.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueSchemaTest {
  private static JsonNode json(String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
    return Values.read(bytes, new Span(0, bytes.length));
  }

  private static List<String> problems(String schema, String value) throws Exception {
    return ValueSchema.compile(json(schema), Dialect.DRAFT_2020_12)
        .problems(json(value), Budget.large());
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {'any':['thing',1,null]}",
        "{'type':'object'} | {}",
        "{'properties':{'n':{'type':'integer'}}} | {'n':1.0}",
        "{'properties':{'n':{'type':'integer'}}} | {'n':1e2}",
        "{'properties':{'n':{'type':'integer'}}} | {'n':9007199254740993}",
        "{'properties':{'n':{'enum':[1,2]}}} | {'n':1.0}",
        "{'properties':{'n':{'const':100}}} | {'n':1e2}",
        "{'properties':{'n':{'type':'number','multipleOf':0.01}}} | {'n':0.07}",
        "{'properties':{'n':{'maximum':9007199254740993}}} | {'n':9007199254740993}",
        "{'properties':{'s':{'type':['string','null']}}} | {'s':null}",
        "{'properties':{'s':{'minLength':2,'maxLength':2}}} | {'s':'\uD83D\uDE00\uD83D\uDE00'}",
        "{'properties':{'s':{'pattern':'^[a-z]{2}\\\\d+$'}}} | {'s':'ab12'}",
        "{'properties':{'s':{'pattern':'b'}}} | {'s':'abc'}",
        "{'properties':{'s':{'pattern':'^\\\\u0061$'}}} | {'s':'a'}",
        "{'properties':{'s':{'format':'email'}}} | {'s':'no address'}",
        "{'properties':{'a':{'prefixItems':[{'type':'string'}],'items':{'type':'integer'}}}} |"
            + " {'a':['x',1,2]}",
        "{'$defs':{'t':{'type':'string'}},'properties':{'s':{'$ref':'#/$defs/t'}}} | {'s':'x'}",
        "{'$defs':{'t':{'$anchor':'here','type':'string'}},'properties':{'s':{'$ref':'#here'}}} |"
            + " {'s':'x'}",
        "{'$id':'https://a.example/x','$defs':{'t':{'$id':'t','type':'string'}},"
            + "'properties':{'s':{'$ref':'t'}}} | {'s':'x'}",
        "{'properties':{'tree':{'$ref':'#'}}} | {'tree':{'tree':{'tree':{}}}}",
        "{'if':{'required':['a']},'then':{'required':['b']}} | {'b':1}",
        "{'allOf':[{'properties':{'a':{}}}],'unevaluatedProperties':false} | {'a':1}",
        "{'properties':{'$ref':{'type':'string'}}} | {'$ref':'http://169.254.169.254/'}",
        "{'default':{'$ref':'http://169.254.169.254/'}} | {}",
      })
  void whatFitsHasNoProblem(String schema, String value) throws Exception {
    assertThat(problems(schema, value)).isEmpty();
  }

  @ParameterizedTest(name = "{0} does not take {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties':{'n':{'type':'integer'}}} | {'n':'100'} |"
            + " /n is a string (expected: integer)",
        "{'properties':{'n':{'type':'integer'}}} | {'n':1.5} | /n is a number (expected: integer)",
        "{'properties':{'n':{'type':'number'}}} | {'n':null} | /n is null (expected: number)",
        "{'properties':{'s':{'type':['string','null']}}} | {'s':7} |"
            + " /s is an integer (expected: one of ['string','null'])",
        "{'type':'object'} | [] | the whole is an array (expected: object)",
        "{'required':['amount']} | {} | /amount is missing (expected: a value)",
        "{'properties':{'o':{'required':['a/b']}}} | {'o':{}} |"
            + " /o/a~1b is missing (expected: a value)",
        "{'additionalProperties':false} | {'secret':1} |"
            + " /secret is not known (expected: no such name)",
        "{'unevaluatedProperties':false} | {'secret':1} |"
            + " /secret is not known (expected: no such name)",
        "{'properties':{'c':{'enum':['EUR','USD']}}} | {'c':'GBP'} |"
            + " /c is wrong (expected: one of ['EUR','USD'])",
        "{'properties':{'n':{'minimum':1}}} | {'n':0} | /n is wrong (expected: at least 1)",
        "{'properties':{'n':{'exclusiveMaximum':10}}} | {'n':10} |"
            + " /n is wrong (expected: less than 10)",
        "{'properties':{'n':{'maximum':9007199254740992}}} | {'n':9007199254740993} |"
            + " /n is wrong (expected: at most 9007199254740992)",
        "{'properties':{'n':{'multipleOf':0.01}}} | {'n':0.075} |"
            + " /n is wrong (expected: a multiple of 0.01)",
        "{'properties':{'s':{'pattern':'^a+$'}}} | {'s':'ab'} |"
            + " /s is wrong (expected: a text that matches '^a+$')",
        "{'properties':{'s':{'maxLength':1}}} | {'s':'ab'} |"
            + " /s is wrong (expected: at most 1 characters)",
        "{'properties':{'a':{'items':{'type':'string'}}}} | {'a':['x',2]} |"
            + " /a/1 is an integer (expected: string)",
        "{'properties':{'a':{'uniqueItems':true}}} | {'a':[1,1]} |"
            + " /a is wrong (expected: items that all differ)",
        "{'properties':{'a':{'anyOf':[{'minimum':5}]}}} | {'a':1} |"
            + " /a is wrong (expected: at least 5)",
        "{'not':{'required':['a']}} | {'a':1} |"
            + " the whole is wrong (expected: not what fits {'required':['a']})",
        "{'$defs':{'t':{'type':'string'}},'properties':{'s':{'$ref':'#/$defs/t'}}} | {'s':1} |"
            + " /s is an integer (expected: string)",
        "{'properties':{'tree':{'$ref':'#'}},'additionalProperties':false} |"
            + " {'tree':{'tree':{'x':1}}} | /tree/tree/x is not known (expected: no such name)",
        "{'dependentRequired':{'a':['b']}} | {'a':1} | the whole is wrong (expected: what the schema wants beside a)",
        "{'properties':{'b':false}} | {'b':1} | /b is wrong (expected: no value)",
      })
  void whatDoesNotFitIsSaidWithoutTheValue(String schema, String value, String problem)
      throws Exception {
    assertThat(problems(schema, value)).containsExactly(problem.replace('\'', '"'));
  }

  @Test
  void severalProblemsAreSaidAtOnceButNotHundreds() throws Exception {
    StringBuilder many = new StringBuilder("{'a':0");
    for (int i = 0; i < 100; i++) {
      many.append(",'n").append(i).append("':0");
    }

    assertThat(problems("{'required':['x','y']}", "{}")).hasSize(2);
    assertThat(problems("{'additionalProperties':false}", many + "}")).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "[]",
        "{'$ref':'http://127.0.0.1:9/x'}",
        "{'properties':{'deep':{'items':{'$ref':'http://127.0.0.1:9/x'}}}}",
        "{'properties':{'deep':{'anyOf':[{'$ref':'file:///etc/passwd'}]}}}",
        "{'$ref':'classpath:draft-07'}",
        "{'$defs':{'x':{'$ref':'https://json-schema.org/draft/2020-12/schema'}},'$ref':'#/$defs/x'}",
        "{'properties':{'a':{'$dynamicRef':'http://127.0.0.1:9/x#y'}}}",
        "{'$schema':'http://127.0.0.1:9/dialect'}",
        "{'properties':{'a':{'$schema':'http://127.0.0.1:9/dialect','type':'string'}}}",
        "{'properties':{'a':{'$ref':'#/$defs/missing'}}}",
        "{'properties':{'a':{'$ref':'#nowhere'}}}",
        "{'pattern':'(a)\\\\1'}",
        "{'pattern':'(?=a)b'}",
        "{'patternProperties':{'(?<!a)b':{}}}",
        "{'pattern':'('}",
        "{'maximum':1e100000000}",
      })
  void whatCannotBeUsedSaysSoWhenItIsCompiledAndFetchesNothing(String schema) {
    assertThatThrownBy(() -> ValueSchema.compile(json(schema), Dialect.DRAFT_2020_12))
        .isInstanceOf(UnusableSchemaException.class);
  }

  @Test
  void aSchemaOfManyPartsIsRefusedBeforeAnythingIsMadeOfIt() {
    assertUnusable("{'allOf':[" + "{},".repeat(100_000) + "{}]}", "keywords and values");
    assertUnusable("{'not':".repeat(500) + "{}" + "}".repeat(500), "nested deeper");
    assertUnusable("{'anyOf':[" + "{'pattern':'a'},".repeat(600) + "{}]}", "patterns");
  }

  private static void assertUnusable(String schema, String problem) {
    JsonNode json = json(schema);
    assertThatThrownBy(() -> ValueSchema.compile(json, Dialect.DRAFT_2020_12))
        .isInstanceOf(UnusableSchemaException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aSchemaThatGoesRoundInCirclesEndsAsUnusable() {
    for (String schema :
        List.of(
            "{'$ref':'#'}",
            "{'allOf':[{'$ref':'#'}]}",
            "{'$dynamicAnchor':'me','anyOf':[{'$dynamicRef':'#me'}]}",
            "{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}},'$ref':'#/$defs/a'}")) {
      assertThatThrownBy(() -> problems(schema, "{}"))
          .as(schema)
          .isInstanceOf(UnusableSchemaException.class);
    }
  }

  @Test
  void referencesThatDoubleAtEveryStepSpendTheBudgetAndNoMore() {
    StringBuilder defs = new StringBuilder("{'$defs':{");
    for (int i = 0; i < 40; i++) {
      String next = "{'$ref':'#/$defs/d" + (i + 1) + "'}";
      defs.append("'d").append(i).append("':{'allOf':[").append(next).append(',').append(next);
      defs.append("]},");
    }
    String schema = defs + "'d40':{'type':'object'}},'$ref':'#/$defs/d0'}";

    assertThatThrownBy(() -> problems(schema, "{}")).isInstanceOf(Budget.SpentException.class);
  }

  @Test
  void soDoesATreeThatIsVisitedTwiceAtEveryLevel() {
    String schema =
        "{'allOf':[{'properties':{'a':{'$ref':'#'}}},{'properties':{'a':{'$ref':'#'}}}]}";
    String value = "{'a':".repeat(40) + "{}" + "}".repeat(40);

    assertThatThrownBy(() -> problems(schema, value)).isInstanceOf(Budget.SpentException.class);
  }

  @Test
  void longTextsSpendTheBudgetOfPatterns() {
    String schema =
        "{'additionalProperties':{'allOf':[" + "{'pattern':'^(a+)+$'},".repeat(400) + "{}]}}";
    String value = "{'s':'" + "a".repeat(100_000) + "b'}";

    assertThatThrownBy(() -> problems(schema, value)).isInstanceOf(Budget.SpentException.class);
  }

  @Test
  void whatWouldBeComparedPairwiseIsNotIfThereIsTooMuchOfIt() throws Exception {
    String value = "{'a':[" + "1,".repeat(3_000) + "1]}";

    assertThat(problems("{'properties':{'a':{'uniqueItems':true}}}", value))
        .singleElement()
        .asString()
        .contains("more than 2000");
    assertThat(problems("{'properties':{'a':{'type':'array'}}}", value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e-999999999", "0.1e99999", "1e1001"})
  void numbersThatNobodyCanCalculateWithAreAProblem(String number) {
    assertThat(Values.problem(json("{'a':[{'b':" + number + "}]}")))
        .isEqualTo(
            "a number is too long (expected: at most 1000 digits and an exponent within as many)");
    assertThat(Values.problem(json("{'a':[1e300,9007199254740993,0.1]}"))).isNull();
  }

  @Test
  void oldServersAreReadAsDraft07AndEverybodyMaySaySoThemselves() throws Exception {
    String tuple = "'items':[{'type':'string'}]}";
    JsonNode value = json("['x']");
    JsonNode wrong = json("[1]");

    assertThat(Dialect.of(null)).isEqualTo(Dialect.DRAFT_07);
    assertThat(Dialect.of("2025-06-18")).isEqualTo(Dialect.DRAFT_07);
    assertThat(Dialect.of("2025-11-25")).isEqualTo(Dialect.DRAFT_2020_12);
    assertThat(Dialect.of("2026-07-28")).isEqualTo(Dialect.DRAFT_2020_12);
    ValueSchema old = ValueSchema.compile(json("{" + tuple), Dialect.DRAFT_07);
    ValueSchema said =
        ValueSchema.compile(
            json("{'$schema':'http://json-schema.org/draft-07/schema#'," + tuple),
            Dialect.DRAFT_2020_12);
    for (ValueSchema schema : List.of(old, said)) {
      assertThat(schema.problems(value, Budget.large())).isEmpty();
      assertThat(schema.problems(wrong, Budget.large())).hasSize(1);
    }
  }

  @Test
  void twoSchemasWithTheSameIdDoNotMeet() throws Exception {
    problems("{'$id':'https://a.example/x','type':'object'}", "{}");

    assertThatThrownBy(() -> problems("{'$ref':'https://a.example/x'}", "{}"))
        .isInstanceOf(UnusableSchemaException.class);
  }
}
