package io.mcpgateway.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.config.Problem;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.Exchanges;
import io.mcpgateway.policy.detect.CustomDetector;
import io.mcpgateway.policy.detect.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void everythingAboutMasksIsReadAsItStands() {
    PolicySpec policy =
        Exchanges.policy(
            """
            on-unmaskable: redact-all
            roles: { support: {}, anyone: { tools: ["*"] } }
            detectors:
              - { name: customer-number, pattern: "CUST-[0-9]{6}", keywords: [CUST-] }
              - { name: projects, words: [bluebird, "project x"] }
            masks:
              - name: cards
                detect: [iban, card, customer-number]
                fields: ["/**/ssn"]
                schema: { formats: [email, date], properties: [ssn, "*_token"], x-mask: ["*"] }
                tools: [get_customer]
                upstreams: ["crm*"]
                mime-types: ["text/*", Application/JSON]
                unless-roles: [support]
                when: "principal.tenant != 'acme'"
                action: tokenize
                restore-in: [refund, "pay_*"]
                expires-in: 30d
                results: observe
            """);

    assertThat(policy.onUnmaskable()).isEqualTo(Unmaskable.REDACT_ALL);
    assertThat(policy.detectors())
        .containsExactly(
            new CustomDetector.Pattern("customer-number", "CUST-[0-9]{6}", List.of("CUST-")),
            new CustomDetector.Words("projects", List.of("bluebird", "project x")));
    Mask mask = policy.masks().getFirst();
    assertThat(mask)
        .isEqualTo(
            new Mask(
                "cards",
                Set.of(Kind.CARD, Kind.IBAN),
                List.of("customer-number"),
                List.of(FieldPath.of("/**/ssn")),
                new SchemaSelector(
                    Set.of("email", "date"),
                    List.of(Glob.ofName("ssn"), Glob.ofName("*_token")),
                    List.of(Glob.ofName("*"))),
                new Selection(List.of(Glob.ofName("get_customer")), List.of(), List.of()),
                List.of(Glob.ofName("crm*")),
                List.of(Glob.ofName("text/*"), Glob.ofName("application/json")),
                new RoleScope(Set.of(), Set.of("support")),
                mask.when(),
                new MaskAction.Tokenize(
                    List.of(Glob.ofName("refund"), Glob.ofName("pay_*")), Duration.ofDays(30)),
                Mask.Results.OBSERVE,
                Mask.Arguments.OFF));
    assertThat(mask.when()).hasToString("principal.tenant != 'acme'");
    assertThat(policy.knownTools()).containsExactlyInAnyOrder("get_customer", "refund");
  }

  @Test
  void aMaskThatSaysLittleRedactsResultsOfEverything() {
    PolicySpec policy = Exchanges.policy("masks: [{ name: m, detect: card }]");

    assertThat(policy.onUnmaskable()).isEqualTo(Unmaskable.BLOCK);
    assertThat(policy.detectors()).isEmpty();
    assertThat(policy.masks())
        .containsExactly(
            new Mask(
                "m",
                Set.of(Kind.CARD),
                List.of(),
                List.of(),
                SchemaSelector.NONE,
                Selection.NOTHING,
                List.of(),
                List.of(),
                new RoleScope(Set.of(), Set.of()),
                null,
                new MaskAction.Redact(),
                Mask.Results.MASK,
                Mask.Arguments.OFF));
  }

  @Test
  void aWordMayStandForManyKinds() {
    assertThat(mask("{ name: m, detect: [all] }").kinds()).containsExactly(Kind.values());
    assertThat(mask("{ name: m, detect: [secret, card] }").kinds())
        .containsExactly(
            Kind.CARD,
            Kind.JWT,
            Kind.PRIVATE_KEY,
            Kind.API_KEY,
            Kind.PASSWORD,
            Kind.URL_CREDENTIALS);
    assertThat(mask("{ name: m, detect: [national-id] }").kinds())
        .contains(Kind.US_SSN, Kind.SG_NRIC)
        .doesNotContain(Kind.CARD, Kind.JWT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redact",
        "keep-last-1",
        "keep-last-4",
        "keep-last-32",
        "keep-first-6",
        "hash",
        "tokenize",
        "generalize",
        "drop",
        "block"
      })
  void anActionIsWrittenAsItsWord(String word) {
    assertThat(mask("{ name: m, fields: [/a], action: " + word + " }").action().word())
        .isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "'null'", "nullify"})
  void nullIsAnActionWithAndWithoutQuotes(String written) {
    assertThat(mask("{ name: m, fields: [/a], action: " + written + " }").action())
        .isEqualTo(new MaskAction.Nullify());
  }

  @Test
  void aTokenIsGoodForADayInNoToolIfNothingElseIsSaid() {
    assertThat(mask("{ name: m, detect: card, action: tokenize }").action())
        .isEqualTo(new MaskAction.Tokenize(List.of(), Duration.ofHours(24)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "principal.tenant == 'acme'            | false",
        "principal.subject == 'alice'          | true",
        "principal.roles == ['support']         | true",
        "principal.claims.level == 'high'      | true",
      })
  void aMaskConcernsACallerUnlessItsConditionIsFalse(String when, boolean concerns) {
    Mask mask = mask("{ name: m, detect: card, when: \"" + when + "\" }");

    assertThat(mask.concerns(new CallerFacts(Exchanges.someone("alice"), List.of("support"), NOW)))
        .isEqualTo(concerns);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: m | masks[0].fields | what to mask: detect, fields or schema",
        "detect: [] | masks[0].fields | what to mask: detect, fields or schema",
        "fields: [/a/**] | masks[0].fields[0] | a JSON Pointer with at most 2 **, none of them at the end, such as /**/price",
        "fields: [/**/a/**/b/**/c] | masks[0].fields[0] | a JSON Pointer with at most 2 **, none of them at the end, such as /**/price",
        "schema: {} | masks[0].schema | what definitions say: formats, properties or x-mask",
        "schema: { format: [date] } | masks[0].schema | what definitions say: formats, properties or x-mask",
        "schema: { formats: ['a b'] } | masks[0].schema.formats[0] | a format of JSON Schema, such as email or date",
        "schema: { properties: [''] } | masks[0].schema.properties[0] | 1 to 256 characters of a name, * for any run of them",
        "detect: card, upstreams: [''] | masks[0].upstreams[0] | 1 to 256 characters of a name, * for any run of them",
        "detect: card, mime-types: [text] | masks[0].mime-types[0] | a MIME type without parameters, * for any run, such as text/* or application/json",
        "detect: card, mime-types: ['a/b;c=d'] | masks[0].mime-types[0] | a MIME type without parameters, * for any run, such as text/* or application/json",
        "detect: card, mime-types: ['text/*'], arguments: mask | masks[0].mime-types | no types beside arguments, which have none",
        "detect: card, action: keep-last-0 | masks[0].action | redact, keep-last-N, keep-first-N (N from 1 to 32), hash, tokenize, generalize, drop, null or block",
        "detect: card, action: keep-first-33 | masks[0].action | redact, keep-last-N, keep-first-N (N from 1 to 32), hash, tokenize, generalize, drop, null or block",
        "detect: card, action: drop | masks[0].action | another action for what is detected inside of values; drop and null are for fields and schema",
        "detect: card, fields: [/a], action: null | masks[0].action | another action for what is detected inside of values; drop and null are for fields and schema",
        "detect: [date-of-birth, card], action: generalize | masks[0].action | another action for what is detected inside of values; of that, only date-of-birth can be generalized",
        "detect: card, restore-in: [x] | masks[0].restore-in | no such key beside another action than tokenize",
        "detect: card, action: hash, expires-in: 1h | masks[0].expires-in | no such key beside another action than tokenize",
        "detect: card, action: tokenize, expires-in: 59s | masks[0].expires-in | a duration from 1m to 365d",
        "detect: card, action: tokenize, expires-in: 366d | masks[0].expires-in | a duration from 1m to 365d",
        "detect: card, results: off | masks[0].results | mask or observe, unless arguments are looked at",
        "detect: card, results: block | masks[0].results | one of mask, observe, off",
        "detect: card, arguments: enforce | masks[0].arguments | one of off, observe, mask, block",
        "detect: card, only-roles: [boss] | masks[0].only-roles[0] | a role of this policy; it has none",
      })
  void aMistakeInAMaskIsNamed(String members, String key, String expected) {
    String name = members.startsWith("name") ? "" : "name: m, ";

    assertThat(problems("masks: [{ " + name + members + " }]"))
        .filteredOn(problem -> problem.key().equals(key))
        .extracting(Problem::expected)
        .containsExactly(expected);
  }

  @Test
  void aConditionOfAMaskKnowsOnlyTheCaller() {
    assertThat(problems("masks: [{ name: m, detect: card, when: \"args.x == 1\" }]"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.key()).isEqualTo("masks[0].when"))
        .asString()
        .contains("undeclared reference to 'args'")
        .contains("there are principal.issuer,");
  }

  @Test
  void whatIsNotKnownIsAnsweredWithWhatIs() {
    String words = Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "));

    assertThat(problems("masks: [{ name: m, detect: [shoe-size] }]"))
        .extracting(Problem::toString)
        .containsExactly(
            "p.yaml:1: masks[0].detect[0]: \"shoe-size\" (expected: one of "
                + words
                + ", national-id, secret, all; this policy has no detectors)");
    assertThat(
            problems(
                """
                detectors: [{ name: shoes, words: [boot] }]
                masks: [{ name: m, detect: [shoe] }]
                """))
        .extracting(Problem::expected)
        .containsExactly(
            "one of " + words + ", national-id, secret, all, or a detector of this policy: shoes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: card, words: [x] | detectors[0].name | a name that nothing built-in has",
        "name: all, words: [x] | detectors[0].name | a name that nothing built-in has",
        "name: national-id, words: [x] | detectors[0].name | a name that nothing built-in has",
        "name: a b, words: [x] | detectors[0].name | 1 to 64 letters, digits, dots, dashes and underscores",
        "name: a | detectors[0].pattern | what to look for: either a pattern or words",
        "name: a, words: [x], pattern: x, keywords: [xx] | detectors[0].pattern | what to look for: either a pattern or words",
        "name: a, words: [] | detectors[0].words | 1 to 10000 words or phrases",
        "name: a, words: [' x'] | detectors[0].words[0] | 1 to 200 characters, without space around them",
        "name: a, words: [x], keywords: [xx] | detectors[0].keywords | no keywords beside words",
        "name: a, pattern: x | detectors[0].keywords | 1 to 32 texts, one of which stands in or near all that the pattern is to find",
        "name: a, pattern: x, keywords: [x] | detectors[0].keywords[0] | 2 to 64 characters",
        "name: a, pattern: '', keywords: [xx] | detectors[0].pattern | a regular expression in RE2 syntax, 1 to 1000 characters",
        "name: a, pattern: 'x*', keywords: [xx] | detectors[0].pattern | an expression that does not match the empty text",
        "name: a, pattern: 'ab(c', keywords: [ab] | detectors[0].pattern | a regular expression in RE2 syntax: missing closing ) at character 1, in ab(c",
        "name: a, pattern: 'ab[z-a]', keywords: [ab] | detectors[0].pattern | a regular expression in RE2 syntax: invalid character class range at character 4, in z-a",
        "name: a, pattern: '(a)\\1', keywords: [aa] | detectors[0].pattern | a regular expression in RE2 syntax: invalid escape sequence at character 4, in \\1",
        "name: a, pattern: '((a{1000}){1000}){1000}', keywords: [aa] | detectors[0].pattern | a smaller expression, with fewer repetitions",
        "name: a, pattern: '(abc){900}', keywords: [aa] | detectors[0].pattern | a smaller expression, with fewer repetitions",
      })
  void aMistakeInADetectorIsNamed(String members, String key, String expected) {
    assertThat(problems("detectors: [{ " + members + " }]"))
        .filteredOn(problem -> problem.key().equals(key))
        .extracting(Problem::expected)
        .containsExactly(expected);
  }

  @Test
  void aDetectorHasItsNameForItself() {
    assertThat(problems("detectors: [{ name: a, words: [x] }, { name: a, words: [y] }]"))
        .extracting(Problem::toString)
        .containsExactly(
            "p.yaml:1: detectors[1].name: \"a\" (expected: a name that no other of the detectors"
                + " has)");
  }

  @Test
  void thereAreNotTooManyDetectorsAndWords() {
    assertThat(problems("detectors: [" + detectors(100) + "]")).isEmpty();
    assertThat(problems("detectors: [" + detectors(101) + "]"))
        .extracting(problem -> problem.key() + ": " + problem.expected())
        .containsExactly("detectors: at most 100 detectors");
    assertThat(problems("detectors: [{ name: a, words: [" + "x, ".repeat(10_000) + "x] }]"))
        .extracting(problem -> problem.key() + ": " + problem.expected())
        .containsExactly("detectors[0].words: 1 to 10000 words or phrases");
    assertThat(problems("detectors: [{ name: a, words: [" + "x".repeat(201) + "] }]")).hasSize(1);
    assertThat(
            problems(
                "detectors: [{ name: a, pattern: x, keywords: [" + "xx, ".repeat(32) + "xx] }]"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:[0-9]{4}[- ]?){3}[0-9]{4}",
        "CUST-\\p{Greek}{2,8}",
        "(?i)ticket[:=]\\s{0,3}[a-z0-9]{20,64}",
      })
  void ordinaryExpressionsAreNotTooLarge(String pattern) {
    assertThat(problems("detectors: [{ name: a, pattern: '" + pattern + "', keywords: [\"xx\"] }]"))
        .isEmpty();
  }

  @Test
  void whatBecomesOfTheUnmaskableIsOneOfThree() {
    assertThat(Exchanges.policy("on-unmaskable: pass").onUnmaskable()).isEqualTo(Unmaskable.PASS);
    assertThat(problems("on-unmaskable: ignore"))
        .extracting(Problem::expected)
        .containsExactly("one of block, redact-all, pass");
  }

  @Test
  void theModeOfAPolicyDoesNotChangeItsMasks() {
    PolicySpec policy =
        Exchanges.policy("mode: observe\nmasks: [{ name: m, detect: card, arguments: block }]");

    assertThat(policy.masks().getFirst().arguments()).isEqualTo(Mask.Arguments.BLOCK);
  }

  private static String detectors(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{ name: d" + i + ", words: [x] }")
        .collect(Collectors.joining(", "));
  }

  private static Mask mask(String yaml) {
    return Exchanges.policy("masks: [" + yaml + "]").masks().getFirst();
  }

  private static List<Problem> problems(String yaml) {
    Problems problems = new Problems();
    var _ = PolicySpec.read(YamlMap.parse("p.yaml", yaml, problems, _ -> null), "v");
    return problems.all();
  }
}
