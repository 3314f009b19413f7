package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys are made here, so that nobody takes them for real ones. */
class ApiKeyDetectorTest {
  private static final String LOWER_HEX = "0123456789abcdef";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String WORD =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  @ParameterizedTest
  @CsvSource({
    "AKIA,u16",
    "ASIA,u16",
    "AIza,a35",
    "GOCSPX-,a28",
    "ya29.,a120",
    "ghp_,a36",
    "gho_,a36",
    "ghs_,a36",
    "github_pat_,a82",
    "glpat-,a20",
    "xoxb-,a50",
    "xapp-,a60",
    "hooks.slack.com/services/,a9/a11/a24",
    "sk_live_,a24",
    "rk_live_,a24",
    "sk_test_,a24",
    "whsec_,a32",
    "sk-,a48",
    "sk-proj-,a120",
    "sk-ant-api03-,a93",
    "hf_,a34",
    "npm_,a36",
    "pypi-AgEIcHlwaS5vcmc,a100",
    "dckr_pat_,a27",
    "dop_v1_,h64",
    "SG.,a22.a43",
    "key-,h32",
    "'',h32-us12",
    "shpat_,h32",
    "sq0atp-,a22",
    "EAAA,a60",
    "'123456789:AA',a33",
    "MTk4,a20.a6.a38",
    "ATATT3,a186",
    "lin_api_,a40",
    "secret_,a43",
    "ntn_,a46",
    "hvs.,a90",
    "'',a14.atlasv1.a67",
    "dapi,h32",
    "NRAK-,u27",
    "HRKU-,h8-h4-h4-h4-h12",
    "sbp_,h40",
    "pscale_tkn_,a43",
    "glsa_,a32_h8",
    "PMAK-,h24-h34",
    "dp.pt.,a43",
    "fo1_,a43",
    "AGE-SECRET-KEY-1,u58",
  })
  void aKeyIsFoundWholeAmongOtherThings(String prefix, String shape) {
    Random random = new Random(prefix.hashCode());
    for (int i = 0; i < 50; i++) {
      String key = prefix + made(shape, random);

      assertFound("«" + key + "»");
      assertFound("use «" + key + "».");
      assertFound("{\"key\":\"«" + key + "»\"}");
      assertFound("KEY=«" + key + "»\n");
      assertFound("a\\n«" + key + "»\\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'aws_secret_access_key = ',a40",
    "'\"SecretAccessKey\": \"',a40",
    "AccountKey=,a86",
    "?sv=2022&sig=,a43",
    "DD_API_KEY=,h32",
    "CLOUDFLARE_API_TOKEN=,a40",
    "'pagerduty_api_key: ',a20",
    "HEROKU_API_KEY=,h8-h4-h4-h4-h12",
    "TWILIO_AUTH_TOKEN=,h32",
    "'Twilio key ',SKh32",
    "account_sid: ,ACh32",
    "'Authorization: Bearer ',a32",
    "'Authorization: Bearer ',a20.a30-a4_a5",
  })
  void aKeyThatSaysNothingIsFoundByWhatStandsBeforeIt(String before, String shape) {
    Random random = new Random(before.hashCode());
    for (int i = 0; i < 50; i++) {
      assertFound(before + "«" + made(shape, random) + "»\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Basic «amFuZTpodW50ZXIy»",
        "Authorization: Basic authentication Bearer authentication is required",
        "Bearer token Basic functionality bearer <token> Bearer ${TOKEN} Bearer [api-key]",
        "Bearer xxxxxxxxxxxxxxxxxxxxxxxx Bearer YOUR_ACCESS_TOKEN_1",
        "risk-based task-list sk-your-api-key-here sk-... sk-learn desk-1234567890",
        "AKIA... the prefix AKIA, ASIA and ghp_ AC SK",
        "key-value npm_config_registry hf_hub secret_name xoxb-your-token-here",
        "d41d8cd98f00b204e9800998ecf8427e 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        "pk_live_abcdefghijklmnop0123456789",
        "tok_api-key_abcdefghijklmnopq api-key_abcdefghijklmnop [api-key] Bearer tok_jwt_abcdefghijklm",
        "file.name.with.dots 12:AAbbccddeeffgghhiijjkkllmmnnooppqqr",
        "twilio: 12345 datadog = enabled",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertFound(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xXxX", "xxxx", "yOuR", "xxXXxx", "rEPLACE", "XXXXX"})
  void aKeyMayHaveLettersOfAnExampleByChance(String letters) {
    String rest = "k3Q9vZ7mB2nT8wL5rD1fG6hJ4sP0aYcE9uKq";
    for (int at = 0; at + letters.length() <= rest.length(); at += 7) {
      String key = rest.substring(0, at) + letters + rest.substring(at + letters.length());
      assertFound("«" + "ghp_" + key + "»");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ghp_,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "AIza,your_key",
    "ghp_,k3Q9vZ7mB2nT8wL5rD1fG6hXXXXXXXYcE9uKq"
  })
  void anExampleIsNotFound(String prefix, String rest) {
    assertFound(prefix + rest);
  }

  private static void assertFound(String marked) {
    assertThat(Marked.find(Kind.API_KEY, Marked.plain(marked))).isEqualTo(marked);
  }

  /** Characters of sets with lengths, as in {@link KeyRule}. */
  private static String made(String shape, Random random) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < shape.length(); i++) {
      char c = shape.charAt(i);
      int end = i + 1;
      while (end < shape.length() && Character.isDigit(shape.charAt(end))) {
        end++;
      }
      String set = c == 'h' ? LOWER_HEX : c == 'u' ? UPPER : WORD;
      if (end == i + 1 || "hua".indexOf(c) < 0) {
        made.append(shape, i, end);
      } else {
        int count = Integer.parseInt(shape.substring(i + 1, end));
        random.ints(count, 0, set.length()).forEach(at -> made.append(set.charAt(at)));
      }
      i = end - 1;
    }
    return made.toString();
  }
}
