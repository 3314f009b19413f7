package io.mcpgateway.policy.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.policy.detect.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What outsiders write loses its values whatever a policy says; names stay what they are. */
class TextRedactionTest {
  private static final TextRedaction REDACTION = new TextRedaction();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crm://cards/4539578763621486 | crm://cards/[card]
          mail to jane.doe@acme-corp.com | mail to [email]
          DE89370400440532013000 | [iban]
          https://bob:s3cr3tPw9@db.corp.com/x | https://[url-credentials]@db.corp.com/x
          key AKIAQ3ZX7TYHVLM2KDPW | key [api-key]
          password=Xk9vQ2pLw7zT | password=[password]
          ssn 536-22-8726 | ssn [us-ssn]
          crm://mail/jane.doe%40acme-corp.com | crm://mail/[email]
          """)
  void whatIsFoundGivesWayToItsMarker(String text, String redacted) {
    assertThat(REDACTION.redact(text)).isEqualTo(redacted);
  }

  @Test
  void valuesInJsonAndInBase64AreFoundToo() {
    assertThat(REDACTION.redact("{\"a\":\"4539\\u0035787 63621486\"}")).doesNotContain("63621486");
    String mail = "jane.doe@acme-corp.com is her address";
    String hidden = Base64.getEncoder().encodeToString(mail.getBytes(StandardCharsets.UTF_8));
    assertThat(REDACTION.redact("t_" + hidden.length() + " " + hidden)).doesNotContain(hidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search",
        "tools/call",
        "crm_search_customers",
        "com.example/get-customer.v2",
        "crm://customers/42",
        "/mcp",
        "Unknown tool",
        "Größe 7",
        "the connection was closed before the reply ended",
        "\"r-1\"",
        ""
      })
  @SuppressWarnings("ReferenceEquality") // The same object is what is promised.
  void whatHoldsNothingIsTheSameObject(String text) {
    assertThat(REDACTION.redact(text) == text).isTrue();
  }

  @Test
  void whatNobodyCanLookIntoIsNotShown() {
    assertThat(REDACTION.redact("{\"a\":1,\"a\":2}")).isEqualTo(TextRedaction.UNREADABLE);
  }

  @Test
  void onlyTheKindsThatAreAskedForAreTakenOut() {
    TextRedaction cards = new TextRedaction(EnumSet.of(Kind.CARD));

    assertThat(cards.redact("10.1.2.3 4539578763621486")).isEqualTo("10.1.2.3 [card]");
  }

  /** The way round is only as good as what it leaves out: nothing that it lets pass is found. */
  @Test
  void nothingThatIsPassedOverWouldHaveBeenFound() {
    String[] pieces = {
      "pwd", "key", "AKIA", "sk-", "ghp_", "born", "fe80", "tel", "SSN", "a", "Z", "1", "9", "42",
      "_", "-", "/", ".", "secret", "token", "de", "S"
    };
    Random random = new Random(7);
    MaskProbe probe = new MaskProbe();
    int plain = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      if (TextRedaction.isPlain(text.toString())) {
        plain++;
        // What stands in front takes the way round away, and says nothing.
        assertThat(probe.isFound(text.toString())).as(text.toString()).isFalse();
      }
    }
    assertThat(plain).isGreaterThan(50_000);
  }

  /** Looks closely at every text. */
  private static final class MaskProbe {
    private static final String FRONT = "- - - - - - - - ";

    boolean isFound(String text) {
      String whole = FRONT + text;
      return !REDACTION.redact(whole).equals(whole);
    }
  }
}
