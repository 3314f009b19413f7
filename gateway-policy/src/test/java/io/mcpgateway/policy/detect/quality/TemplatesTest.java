package io.mcpgateway.policy.detect.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.policy.detect.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is measured with has to be broad enough, and right. */
class TemplatesTest {
  private final List<Template> templates = Templates.all();

  @Test
  void thereAreTwoHundredTemplatesWithNamesOfTheirOwn() {
    assertThat(templates).hasSizeGreaterThanOrEqualTo(200);
    assertThat(templates.stream().map(Template::name)).doesNotHaveDuplicates();
  }

  @Test
  void everyKindStandsInEightTemplates() {
    for (Kind kind : Kind.values()) {
      assertThat(templates.stream().filter(template -> has(template, kind)).count())
          .as(kind.word())
          .isGreaterThanOrEqualTo(8);
    }
  }

  private static boolean has(Template template, Kind kind) {
    return template.pieces().stream()
        .anyMatch(piece -> piece instanceof Template.Piece.Value value && value.kind() == kind);
  }

  @Test
  void everySlotCanBeFilled() {
    Dice dice = new Dice(1);
    for (Template template : templates) {
      for (int i = 0; i < 20; i++) {
        assertThat(template.sample(dice).text()).as(template.name()).isNotBlank();
      }
    }
  }

  @Test
  void thereAreThirtySortsOfHardNegatives() {
    assertThat(Negatives.generators()).hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void theSameSeedWritesTheSame() {
    assertThat(Negatives.any(new Dice(7))).isEqualTo(Negatives.any(new Dice(7)));
    assertThat(Evasions.any(new Dice(7))).isEqualTo(Evasions.any(new Dice(7)));
    assertThat(templates.getFirst().sample(new Dice(7)))
        .isEqualTo(templates.getFirst().sample(new Dice(7)));
  }

  @Test
  void aLabelHoldsTheWholeValueAndNothingElse() {
    Template template =
        new Template("t", List.of(), Map.of(), Template.pieces("a {uk-nhs:bare}, b {x"));

    Sample sample = template.sample(new Dice(3));

    Label label = sample.labels().getFirst();
    assertThat(sample.text()).startsWith("a ").endsWith(", b {x");
    assertThat(label.start()).isEqualTo(2);
    assertThat(label.end()).isEqualTo(12);
  }
}
