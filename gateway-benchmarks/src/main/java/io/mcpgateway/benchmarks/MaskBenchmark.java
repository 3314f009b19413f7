package io.mcpgateway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.core.exchange.Exchange;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Revision;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.JsonRpcMessage;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.MessageScanner;
import io.mcpgateway.policy.mask.MaskStage;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What masks with every built-in detector cost for one message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MaskBenchmark {
  private static final int SIZE = 64 << 10;
  private static final String[] WORDS =
      ("the customer asked about the delivery of an order that was placed last week and we told them"
              + " that it will arrive on Monday unless the weather changes which nobody expects")
          .split(" ", -1);

  /**
   * 64 KiB of English, clean or with a value in each KiB, in one line or in many; or an answer of
   * 1.2 KiB with five values.
   */
  @Param({
    "clean",
    "clean-lines",
    "card-per-kib",
    "email-per-kib",
    "phone-per-kib",
    "national-phone-per-kib",
    "five-masks"
  })
  private String text = "clean";

  private final ReplyStage masks =
      new MaskStage(
          Exchanges.policy("masks: [{ name: all, detect: [all] }]"), Exchanges.maskedTools());
  private final Exchange call;
  private JsonRpcMessage message;

  public MaskBenchmark() {
    try {
      call = Exchanges.call(MessageScanner.scan(Messages.call()));
      message = MessageScanner.scan(Messages.cleanAnswer());
    } catch (MalformedMessageException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  /** Makes the message. */
  @Setup
  public void make() throws MalformedMessageException {
    String json =
        switch (text) {
          case "clean" -> result(english("", ". "));
          case "clean-lines" -> result(english("", ".\n"));
          case "card-per-kib" -> result(english("4111 1111 1111 1111 ", ". "));
          case "email-per-kib" -> result(english("jane.doe@example.com ", ". "));
          case "phone-per-kib" -> result(english("+49 30 90820000 ", ". "));
          case "national-phone-per-kib" -> result(english("phone 0161 496 0000 ", ". "));
          default -> answer();
        };
    message = MessageScanner.scan(json.getBytes(UTF_8));
  }

  private static String result(String text) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":"
        + Json.quote(text)
        + "}]}}";
  }

  private static String english(String value, String stop) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder(SIZE);
    for (int next = 1024; text.length() < SIZE; ) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
      text.append(random.nextInt(14) == 0 ? stop : " ");
      if (text.length() > next) {
        text.append(value);
        next += 1024;
      }
    }
    return text.toString();
  }

  private static String answer() {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"see the"
        + " structured result\"}],\"structuredContent\":{\"customer\":{\"id\":\"c-1001\",\"name\":\"Jane"
        + " Doe\",\"email\":\"jane.doe@example.com\",\"card\":\"4111 1111 1111 1111\",\"notes\":"
        + Json.quote(english("", ". ").substring(0, 780))
        + "},\"orders\":[{\"id\":\"A-100\",\"total\":99.5,\"card\":\"5500005555555559\"},{\"id\":\"A-101\","
        + "\"total\":12.25,\"contact\":\"bob@example.org\"}],\"billing\":{\"mail\":"
        + "\"billing@example.net\",\"city\":\"Berlin\"}}}}";
  }

  @Benchmark
  public Revision mask() {
    return masks.apply(call, message);
  }
}
