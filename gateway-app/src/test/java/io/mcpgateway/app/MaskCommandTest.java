package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.policy.model.DetectWords;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway mask}, and the commands of docs/masking.md with the files that stand there. */
class MaskCommandTest {
  private static final MarkdownFile DOCUMENT = MarkdownFile.of("masking.md");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CARD = "4111 1111 1111 1111";

  @TempDir private Path directory;

  @BeforeEach
  void writeTheFilesOfTheDocument() throws IOException {
    DOCUMENT.writeFiles("yaml", directory);
    List<String> replies = DOCUMENT.blocks("json");
    write("answer.json", replies.get(0));
    write("arguments.json", replies.get(1));
    write("tool.json", replies.get(2));
  }

  @Test
  void everyCommandOfTheDocumentRuns() throws IOException {
    List<String> lines =
        DOCUMENT.blocks("sh").stream()
            .flatMap(String::lines)
            .filter(line -> !line.isBlank())
            .toList();
    assertThat(lines).hasSize(7);
    for (String line : lines) {
      CommandLineRun run = run(line);
      assertThat(run.code())
          .as("%s%n%s%s", line, run.out(), run.err())
          .isEqualTo(line.contains("--arguments") ? 1 : 0);
      assertThat(run.out() + run.err()).as(line).isNotBlank();
    }
  }

  @Test
  void everyCommandHelpsWithAnExample() {
    assertThat(CommandLineRun.of("mask", "try", "--help").out())
        .contains("Examples", "  gateway mask try ");
    assertThat(CommandLineRun.of("mask").out()).contains("try", "detectors");
  }

  // What comes out.

  @Test
  void theResultIsOnStandardOutputByteForByteAndWhatWasFoundIsBesideIt() throws IOException {
    CommandLineRun run =
        tried(
            "masks: [{ name: pii, detect: [card, email], action: keep-last-4 }]\n",
            " é\t\"" + CARD + "\", " + CARD + "\r\n jane@example.com \n\n");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(" é\t\"****1111\", ****1111\r\n **** \n\n");
    assertThat(run.err().lines())
        .containsExactly(
            "mask  found  times  became",
            "pii   card   2      ****1111",
            "pii   email  1      ****");
  }

  @Test
  void valuesAreShownOnlyToWhomAsksForThem() throws IOException {
    String policy = "masks: [{ name: pii, detect: [card, email] }]\n";
    String text = CARD + " jane@example.com";
    for (String format : List.of("text", "json")) {
      CommandLineRun hidden = tried(policy, text, "--format", format);
      assertThat(hidden.out() + hidden.err()).doesNotContain("1111", "jane");
      CommandLineRun shown = tried(policy, text, "--format", format, "--show-values");
      assertThat(shown.out() + shown.err()).contains(CARD, "jane@example.com");
    }
  }

  @Test
  void whatWasFoundCannotWriteIntoTheTable() throws IOException {
    CommandLineRun run =
        tried(
            """
            detectors: [{ name: odd, pattern: "odd[^!]*!", keywords: [odd] }]
            masks: [{ name: odds, detect: [odd] }]
            """,
            "odd\u001b[2J\u202e\n\r1 !",
            "--show-values");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("[odd]");
    assertThat(run.err()).doesNotContain("\u001b", "\u202e", "\r");
    assertThat(run.err()).contains("odd\\u{1b}[2J\\u{202e}\\u{a}\\u{d}1 !");
    assertThat(run.err().lines()).hasSize(2);
  }

  @Test
  void nothingFoundIsNoFailure() throws IOException {
    CommandLineRun run = tried("masks: [{ name: cards, detect: [card] }]\n", "nothing here\n");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("nothing here\n");
    assertThat(run.err()).isEqualTo("nothing found" + System.lineSeparator());
  }

  @Test
  void programsGetOneObject() throws IOException {
    CommandLineRun run =
        tried(
            """
            masks:
              - { name: cards, detect: [card] }
              - { name: mails, detect: [email], results: observe }
            """,
            CARD + " jane@example.com",
            "--format",
            "json");

    assertThat(run.err()).isEmpty();
    assertThat(JSON.readTree(run.out()))
        .isEqualTo(
            JSON.readTree(
                """
                {"output": "[card] jane@example.com", "withheld": null,
                 "findings": [{"mask": "mails", "what": "email", "replacement": null},
                              {"mask": "cards", "what": "card", "replacement": "[card]"}],
                 "counts": {"cards": 1}, "observed": ["mails"]}"""));
  }

  @Test
  void whatIsWithheldIsNotShownAndEndsWithOne() throws IOException {
    String policy = "masks: [{ name: cards, detect: [card], action: block }]\n";
    CommandLineRun run = tried(policy, "pay " + CARD);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            "cards  card   1      (blocked)", "withheld: the mask cards blocks what it holds");

    JsonNode json = JSON.readTree(tried(policy, "pay " + CARD, "--format", "json").out());
    assertThat(json.path("output").isNull()).isTrue();
    assertThat(json.path("withheld").asText()).contains("cards");
  }

  @Test
  void argumentsAreMaskedOrBlockedAsTheMasksSayOfArguments() throws IOException {
    String policy =
        """
        masks:
          - { name: cards, detect: [card], arguments: block, tools: [pay] }
          - { name: mails, detect: [email], arguments: mask }
        """;
    String text = "{\"n\":\"" + CARD + "\",\"to\":\"jane@example.com\"}";
    CommandLineRun pay = tried(policy, text, "--arguments", "--tool", "pay");
    assertThat(pay.code()).isEqualTo(1);
    assertThat(pay.out()).isEmpty();
    assertThat(pay.err()).contains("(blocked)", "withheld: the mask cards");
    CommandLineRun search = tried(policy, text, "--arguments", "--tool", "search");
    assertThat(search.code()).isZero();
    assertThat(search.out()).isEqualTo("{\"n\":\"" + CARD + "\",\"to\":\"[email]\"}");
  }

  // What masks.

  @Test
  void masksApplyByWhoAsksAndWhatItIsAbout() throws IOException {
    String policy =
        """
        roles: { support: { tools: [get_customer] } }
        masks:
          - { name: cards, detect: [card], unless-roles: [support] }
          - { name: mails, detect: [email], tools: [get_customer] }
        """;
    String text = CARD + " jane@example.com";
    assertThat(tried(policy, text).out()).isEqualTo("[card] [email]");
    assertThat(tried(policy, text, "--role", "support").out()).isEqualTo(CARD + " [email]");
    assertThat(tried(policy, text, "--tool", "get_customer").out()).isEqualTo("[card] [email]");
    assertThat(tried(policy, text, "--tool", "other").out()).isEqualTo("[card] jane@example.com");
    assertThat(tried(policy, text, "--resource", "crm://a").out())
        .isEqualTo("[card] jane@example.com");
    assertThat(tried(policy, text, "--prompt", "p").out()).isEqualTo("[card] jane@example.com");
  }

  @Test
  void theRoutesMasksComeFirstAndThePlatformsMaskWhatTheyLeave() throws IOException {
    write("platform.yaml", "masks: [{ name: all-cards, detect: [card] }]\n");
    write(
        "route.yaml",
        "masks: [{ name: cards, detect: [card], tools: [pay], action: keep-last-4 }]\n");
    write("g.yaml", gateway("route.yaml", "platform-policy: platform.yaml\n"));
    Path in = write("in.txt", CARD);

    CommandLineRun pay = onRoute("g.yaml", in, "--tool", "pay");
    assertThat(pay.out()).as(pay.err()).isEqualTo("****1111");
    CommandLineRun other = onRoute("g.yaml", in, "--tool", "other");
    assertThat(other.out()).isEqualTo("[card]");
    assertThat(other.err()).contains("all-cards").doesNotContain("\ncards");
  }

  @Test
  void aToolsSchemaSaysWhatIsMaskedAndWhatFits() throws IOException {
    String policy = "masks: [{ name: mails, schema: { formats: [email] }, action: drop }]\n";
    Path schema =
        write(
            "schema.json",
            """
            {"name": "get", "outputSchema": {"type": "object", "properties":
              {"mail": {"type": "string", "format": "email"}, "n": {"type": "integer"}}}}""");
    String text = "{\"mail\":\"x\",\"n\":1}";
    assertThat(tried(policy, text).out()).isEqualTo(text);
    CommandLineRun dropped = tried(policy, text, "--schema", schema.toString());
    assertThat(dropped.out()).as(dropped.err()).isEqualTo("{\"n\":1}");
    assertThat(dropped.err()).contains("(dropped)");

    write(
        "schema.json",
        Files.readString(schema).replace("\"object\",", "\"object\",\"required\":[\"mail\"],"));
    CommandLineRun misfit = tried(policy, text, "--schema", schema.toString());
    assertThat(misfit.code()).isEqualTo(1);
    assertThat(misfit.err()).contains("withheld: masked, it does not satisfy");
  }

  @Test
  void hashesAreThoseOfTheConfiguredKeysOrElseOfThisRun() throws IOException {
    String policy = "masks: [{ name: cards, detect: [card], action: hash }]\n";
    Path in = write("in.txt", CARD);
    CommandLineRun alone = tried(policy, CARD);
    assertThat(alone.err()).contains("note: ", "of this run only");
    assertThat(tried(policy, CARD).out()).isNotEqualTo(alone.out()).startsWith("card_");

    write("route.yaml", policy);
    write("mask.key", "0123456789abcdef0123456789abcdef");
    write("keyed.yaml", gateway("route.yaml", "masking: { keys: [\"${file:mask.key}\"] }\n"));
    CommandLineRun keyed = onRoute("keyed.yaml", in);
    assertThat(keyed.err()).as(keyed.out()).doesNotContain("note");
    assertThat(onRoute("keyed.yaml", in).out()).isEqualTo(keyed.out()).startsWith("card_");

    write(
        "unset.yaml",
        gateway("route.yaml", "masking: { keys: [\"${env:MCPGATEWAY_NO_SUCH_KEY}\"] }\n"));
    CommandLineRun unset = onRoute("unset.yaml", in);
    assertThat(unset.err()).contains("of this run only");
    assertThat(onRoute("unset.yaml", in).out()).isNotEqualTo(unset.out()).startsWith("card_");
  }

  // What is wrong.

  @Test
  void wrongFilesAndWrongUsageAreTold() throws IOException {
    CommandLineRun mistakes = tried("masks: [{ name: cards, detect: [crad] }]\n", "x");
    assertThat(mistakes.code()).isEqualTo(3);
    assertThat(mistakes.err()).contains("crad");
    String policy = write("policy-alone.yaml", "masks: [{ name: c, detect: [card] }]\n").toString();
    String in = write("in.txt", "x").toString();
    List<List<String>> wrong =
        List.of(
            List.of(),
            List.of(policy, "--config", policy, "--route", "/mcp"),
            List.of("--config", policy),
            List.of(policy, "--route", "/mcp"),
            List.of(policy, "--tool", "a", "--prompt", "b"),
            List.of(policy, "--format", "xml"),
            List.of(policy, "--anonymous", "--role", "a"));
    for (List<String> arguments : wrong) {
      List<String> all = new ArrayList<>(List.of("mask", "try", "--in", in));
      all.addAll(arguments);
      CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
      assertThat(run.code()).as("%s%n%s", arguments, run.err()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
    }
    write("schema.json", "{\"name\":\"x\"}");
    CommandLineRun schema =
        CommandLineRun.of(
            "mask",
            "try",
            policy,
            "--in",
            in,
            "--schema",
            directory.resolve("schema.json").toString());
    assertThat(schema.code()).isEqualTo(3);
    assertThat(schema.err()).contains("schema.json:1", "outputSchema or inputSchema");
  }

  @Test
  void inputThatIsNoTextOrTooLargeIsTold() throws IOException {
    String policy = "masks: [{ name: c, detect: [card] }]\n";
    Path in = directory.resolve("in.bin");
    for (byte[] bytes :
        List.of(new byte[] {'a', '\n', (byte) 0xC3}, new byte[] {'a', '\n', (byte) 0xFF, 'b'})) {
      Files.write(in, bytes);
      CommandLineRun run = triedFile(policy, in);
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("in.bin:2: (expected: UTF-8)");
    }
    try (RandomAccessFile file = new RandomAccessFile(in.toFile(), "rw")) {
      file.setLength(TrialInput.MAX_BYTES + 1);
    }
    CommandLineRun large = triedFile(policy, in);
    assertThat(large.code()).isEqualTo(3);
    assertThat(large.err()).contains("at most 16777216 bytes");
    assertThat(triedFile(policy, directory.resolve("none.txt")).code()).isEqualTo(3);
  }

  @Test
  void everyWordThatDetectTakesIsListed() {
    CommandLineRun run = CommandLineRun.of("mask", "detectors");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactlyElementsOf(DetectWords.all());
    assertThat(run.out().lines()).allMatch(line -> !line.substring(line.indexOf(' ')).isBlank());
  }

  private CommandLineRun tried(String policy, String text, String... options) throws IOException {
    return triedFile(policy, write("tried.txt", text), options);
  }

  private CommandLineRun triedFile(String policy, Path in, String... options) throws IOException {
    Path file = write("tried.yaml", policy);
    List<String> words =
        new ArrayList<>(List.of("mask", "try", file.toString(), "--in", in.toString()));
    words.addAll(List.of(options));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private CommandLineRun onRoute(String config, Path in, String... options) {
    String file = directory.resolve(config).toString();
    List<String> words =
        new ArrayList<>(
            List.of("mask", "try", "--config", file, "--route", "/mcp", "--in", in.toString()));
    words.addAll(List.of(options));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private static String gateway(String policy, String more) {
    return """
        listeners: [{ name: local, address: "127.0.0.1:8080", plaintext: true }]
        upstreams: [{ name: up, url: "http://127.0.0.1:9000/mcp" }]
        routes: [{ path: /mcp, upstream: up, anonymous: true, policy: %s }]
        """
            .formatted(policy)
        + more;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text, UTF_8);
  }

  /** Runs a command of the document on the files of the document. */
  private CommandLineRun run(String line) {
    List<String> words = new ArrayList<>(CommandLineRun.words(line));
    assertThat(words.removeFirst()).isEqualTo("gateway");
    words.replaceAll(
        word ->
            word.endsWith(".yaml") || word.endsWith(".json")
                ? directory.resolve(word).toString()
                : word);
    return CommandLineRun.of(words.toArray(String[]::new));
  }
}
