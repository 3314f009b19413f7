package io.mcpgateway.policy.detect.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the whole engine takes beyond what detectors do, in texts with nothing to find: because it
 * undoes what only looks like an encoding, or takes lines and tags for parts of a number.
 */
class EngineSurplusTest {
  private static final int DOCUMENTS = 4_000;
  private static final int PARTS = 12;

  /** Of a hundred documents with a hundred and more numbers in them, hardly one. */
  private static final int TOLERATED = DOCUMENTS / 100;

  /** Documents of many parts. */
  record Form(String name, Function<Dice, String> part, String between) {
    String document(Dice dice) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < PARTS; i++) {
        parts.add(part.apply(dice));
      }
      return String.join(between, parts);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Form> forms() {
    return List.of(
        new Form("lines", dice -> Negatives.any(dice).text(), "\n"),
        new Form("paragraphs", dice -> Negatives.any(dice).text(), "<br>\n"),
        new Form("column", dice -> dice.digits(dice.between(2, 12)), "\n"),
        new Form("column of fours", dice -> dice.digits(4), "\n"),
        new Form(
            "rows",
            dice -> dice.digits(4) + " " + dice.digits(4) + "  " + dice.digits(dice.between(2, 6)),
            "\r\n"),
        new Form(
            "groups", dice -> dice.digits(3) + "-" + dice.digits(2) + " " + dice.digits(4), "\n"),
        new Form("table", dice -> "<td>" + dice.digits(dice.between(3, 5)) + "</td>", ""),
        new Form("marked", dice -> "<b>" + dice.digits(dice.between(2, 4)) + "</b>", " "),
        new Form(
            "log",
            dice ->
                Fillers.timestamp(dice)
                    + " took "
                    + dice.between(1, 999)
                    + " ms of "
                    + dice.digits(4),
            "\n"),
        new Form(
            "code",
            dice -> "x_" + dice.digits(4) + " @ \\u00" + dice.digits(2) + "\\x" + dice.digits(4),
            "\n"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theEngineTakesHardlyMoreThanDetectors(Form form) {
    Finds detectors = new DetectorFinds();
    Finds engine = new EngineFinds();
    Dice dice = new Dice(20_261_127);
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = form.document(dice);
      List<Span> known = detectors.in(text, "");
      for (Span span : engine.in(text, "")) {
        if (known.stream()
            .noneMatch(each -> each.start() < span.end() && span.start() < each.end())) {
          taken.add(text.substring(span.start(), span.end()));
          break;
        }
      }
    }
    assertThat(taken).hasSizeLessThanOrEqualTo(TOLERATED);
  }
}
