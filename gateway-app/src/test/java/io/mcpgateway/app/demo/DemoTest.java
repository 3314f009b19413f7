package io.mcpgateway.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.app.Gateway;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoTest {
  private final StringWriter shown = new StringWriter();
  private final List<Path> started = new ArrayList<>();

  @Test
  void everyStepIsAsItShouldBe() {
    int exitCode =
        execute(configuration -> Gateway.start(configuration, _ -> null)::close, "--once");

    assertThat(shown.toString()).doesNotContain("✗").contains("✓");
    assertThat(exitCode).isZero();
  }

  @Test
  void aStepThatIsNotAsItShouldBeMakesTheCommandFail() {
    // A gateway that does not serve.
    RunningGateway.Starter deaf =
        configuration -> {
          started.add(configuration);
          return () -> {};
        };

    assertThat(execute(deaf, "--once", "--no-color")).isEqualTo(1);

    assertThat(shown.toString()).contains("✗").contains("7. The metrics").doesNotContain("\u001b");
    assertThat(started).hasSize(1);
    assertThat(started.getFirst().getParent()).doesNotExist();
  }

  @Test
  void aGatewayThatCannotStartLeavesNothingBehind() {
    RunningGateway.Starter broken =
        configuration -> {
          started.add(configuration);
          throw new IllegalStateException("cannot start");
        };
    Demo demo = new Demo(new Screen(new PrintWriter(shown), false), broken, true, () -> {});

    assertThatThrownBy(demo::run).hasMessage("cannot start");

    assertThat(started.getFirst().getParent()).doesNotExist();
  }

  @Test
  void colourIsForTerminalsThatWantIt() {
    Screen screen = new Screen(new PrintWriter(shown), true);
    screen.title("A title");
    screen.good("good");

    assertThat(shown.toString()).contains("\u001b[32m").contains("\u001b[0m");
  }

  private int execute(RunningGateway.Starter starter, String... arguments) {
    return new CommandLine(new DemoCommand(starter))
        .setOut(new PrintWriter(shown))
        .execute(arguments);
  }
}
