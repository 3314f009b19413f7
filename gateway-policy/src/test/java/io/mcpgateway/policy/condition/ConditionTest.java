package io.mcpgateway.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private record Known(Map<String, Object> args) implements Facts {
    @Override
    public boolean knowsArguments() {
      return true;
    }

    @Override
    public Object value(Variable variable) {
      return switch (variable) {
        case ARGS -> args;
        case ROLES -> List.of("sales", "lead");
        case GROUPS, SCOPES, ACTORS -> List.of();
        case CLAIMS -> Map.of("level", 3L, "areas", List.of("a"), "intern", true);
        case TOOL_ANNOTATIONS -> Map.of();
        case NOW -> Instant.parse("2026-01-01T00:00:00Z");
        case ISSUER,
            SUBJECT,
            CLIENT,
            TENANT,
            TOOL_NAME,
            TOOL_RISK,
            UPSTREAM,
            ROUTE,
            CLIENT_NAME,
            ERA,
            METHOD ->
            variable.path();
      };
    }
  }

  private static final Facts UNKNOWN =
      new Facts() {
        @Override
        public boolean knowsArguments() {
          return false;
        }

        @Override
        public Object value(Variable variable) {
          return new Known(Map.of()).value(variable);
        }
      };

  private static Truth truth(String condition, String json) throws JsonProcessingException {
    return Condition.compile(condition, Vocabulary.CALL)
        .of(new Known(JsonValues.object(MAPPER.readTree(json))));
  }

  @ParameterizedTest(name = "{0} with {1} is {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "args.x == 100 ~ {'x':100} ~ TRUE",
        "args.x == 100 ~ {'x':1e2} ~ TRUE",
        "args.x == 100 ~ {'x':100.0} ~ TRUE",
        "args.x == 100.0 ~ {'x':100} ~ TRUE",
        "args.x == 0.1 ~ {'x':0.1} ~ TRUE",
        "args.x == 9007199254740993 ~ {'x':9007199254740993} ~ TRUE",
        "args.x == 9007199254740992.0 ~ {'x':9007199254740993} ~ FALSE",
        "args.x == 100u ~ {'x':100} ~ TRUE",
        "args.x == 100 ~ {'x':'100'} ~ ERROR",
        "args.x != 100 ~ {'x':'100'} ~ ERROR",
        "args.x == 100 ~ {'x':true} ~ ERROR",
        "args.x == '1' ~ {'x':1} ~ ERROR",
        "args.x == null ~ {'x':1} ~ FALSE",
        "args.x == null ~ {'x':null} ~ TRUE",
        "args.x != 1 ~ {'x':null} ~ TRUE",
        "args.x > 1 ~ {'x':null} ~ ERROR",
        "args.x > 1 ~ {} ~ ERROR",
        "args.x == null ~ {} ~ ERROR",
        "has(args.x) ~ {} ~ FALSE",
        "has(args.x) ~ {'x':null} ~ TRUE",
        "args.x.y == 1 ~ {'x':{'y':1}} ~ TRUE",
        "args.x.y == 1 ~ {'x':1} ~ ERROR",
        "args.x == [1, 2.0] ~ {'x':[1.0, 2]} ~ TRUE",
        "args.x == [1] ~ {'x':['1']} ~ ERROR",
        "args.x == [1] ~ {'x':[1, 2]} ~ FALSE",
        "args.x == {'a': 1} ~ {'x':{'a':1.0}} ~ TRUE",
        "args.x == {'a': 1} ~ {'x':{'b':1}} ~ FALSE",
        "args.x in [1, 2] ~ {'x':2.0} ~ TRUE",
        "args.x in [1, 2] ~ {'x':'2'} ~ ERROR",
        "args.x in ['a', 'b'] ~ {'x':'c'} ~ FALSE",
        "'a' in args.x ~ {'x':{'a':1}} ~ TRUE",
        "args.x[0] == 1 ~ {'x':[]} ~ ERROR",
        "args.x[5] == 1 ~ {'x':[1]} ~ ERROR",
        "args.x + 1 > 0 ~ {'x':9223372036854775807} ~ ERROR",
        "args.x / 0 == 1 ~ {'x':1} ~ ERROR",
        "args.x > 0 ~ {'x':9223372036854775808} ~ BAD",
        "args.x > 0 ~ {'x':1e400} ~ BAD",
        "args.x > 0 ~ {'x':1e-400} ~ BAD",
        "args.x > 0 ~ {'x':0e999999999} ~ FALSE",
        "args.x.matches('^a+$') ~ {'x':'aaa'} ~ TRUE",
        "args.x.matches('^a+$') ~ {'x':1} ~ ERROR",
        "args.x.contains('b') ~ {'x':'abc'} ~ TRUE",
        "args.x.all(i, i > 0) ~ {'x':[1, 2]} ~ TRUE",
        "args.x.exists(i, i > 5) ~ {'x':[1, 'a', 6]} ~ TRUE",
        "args.x.exists(i, i > 6) ~ {'x':[1, 'a', 6]} ~ ERROR",
        "args.x > 1 || true ~ {} ~ TRUE",
        "principal.claims.level >= 3 ~ {} ~ TRUE",
        "principal.claims.none >= 3 ~ {} ~ ERROR",
        "'a' in principal.claims.areas ~ {} ~ TRUE",
        "'lead' in principal.roles ~ {} ~ TRUE",
        "now < timestamp('2027-01-01T00:00:00Z') ~ {} ~ TRUE",
        "now.getFullYear() == 2026 ~ {} ~ TRUE",
        "principal.tenant + upstream == 'principal.tenantupstream' ~ {} ~ TRUE",
      })
  void aConditionIsStrictAboutTypesAndNumbers(String condition, String json, String expected)
      throws JsonProcessingException {
    String quoted = json.replace('\'', '"');
    if (expected.equals("BAD")) {
      assertThatThrownBy(() -> truth(condition, quoted))
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(truth(condition, quoted)).isEqualTo(Truth.valueOf(expected));
    }
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "args.x > 1 ~ UNKNOWN",
        "args.x == 'a' && true ~ UNKNOWN",
        "args.x == 'a' && false ~ FALSE",
        "args.x == 'a' || 'lead' in principal.roles ~ TRUE",
        "has(args.x) ~ UNKNOWN",
        "args.x.matches('a') ~ UNKNOWN",
        "args.x in ['a'] ~ UNKNOWN",
        "args.list.all(i, i > 1) ~ UNKNOWN",
        "args.x > 1 ? true : true ~ UNKNOWN",
        "principal.claims.none == 1 ~ ERROR",
        "principal.tenant == 'x' ~ FALSE",
      })
  void whatDependsOnUnknownArgumentsIsUnknown(String condition, Truth expected) {
    assertThat(Condition.compile(condition, Vocabulary.CALL).of(UNKNOWN)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "principal.rolez == [] ~ undeclared reference",
        "arg.x == 1 ~ undeclared reference",
        "principal == 1 ~ undeclared reference",
        "tool.risk > 1 ~ no matching overload",
        "'a' + 1 == 2 ~ no matching overload",
        "args.x ~ ok",
        "1 ~ expected type 'bool'",
        "args.x + ~ column 9",
        "args.x.matches(args.y) ~ literal pattern",
        "args.x.matches('(') ~ matches",
        "args.x.matches('((a{100}){100})') ~ matches",
        "nothing(args.x) ~ undeclared reference",
        "now == 'x' ~ no matching overload",
      })
  void whatCannotBeAConditionIsFoundWhenThePolicyIsRead(String text, String problem) {
    if (problem.equals("ok")) {
      assertThat(Condition.compile(text, Vocabulary.CALL).text()).isEqualTo(text);
      return;
    }
    assertThatThrownBy(() -> Condition.compile(text, Vocabulary.CALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void membersAreNotAskedAboutCalls() {
    assertThatThrownBy(() -> Condition.compile("args.x == 1", Vocabulary.CALLER))
        .hasMessageContaining("undeclared reference to 'args'");
    assertThat(Condition.compile("principal.tenant == 'a'", Vocabulary.CALLER).of(UNKNOWN))
        .isEqualTo(Truth.FALSE);
  }

  @Test
  void whatAConditionMayCostIsBounded() throws JsonProcessingException {
    String deep = "(".repeat(100) + "true" + ")".repeat(100);
    String wide =
        IntStream.range(0, 900)
            .mapToObj(i -> "args.x" + i + " == 1")
            .collect(Collectors.joining("&&"));
    String list =
        IntStream.range(0, 2000)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(",", "[", "]"));
    for (String text : List.of(deep, wide, "'" + "a".repeat(5000) + "' == ''")) {
      assertThatThrownBy(() -> Condition.compile(text, Vocabulary.CALL))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(truth("args.x.all(i, i >= 0)", "{\"x\":" + list + "}")).isEqualTo(Truth.ERROR);
    assertThat(truth("args.x.size() == 2000", "{\"x\":" + list + "}")).isEqualTo(Truth.TRUE);
    assertThat(truth("args.x.matches('a')", "{\"x\":\"" + "b".repeat(70_000) + "\"}"))
        .isEqualTo(Truth.ERROR);
    String half = "\"" + "a".repeat(9000) + "\"";
    assertThat(truth("args.x.contains(args.y)", "{\"x\":" + half + ",\"y\":" + half + "}"))
        .isEqualTo(Truth.ERROR);
    String many = "[" + list + "," + list + "," + list + "," + list + "," + list + "]";
    assertThatThrownBy(() -> truth("args.x == []", "{\"x\":" + many + "}"))
        .hasMessageContaining("10000 values");
  }
}
