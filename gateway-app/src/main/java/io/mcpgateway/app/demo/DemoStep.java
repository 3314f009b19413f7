package io.mcpgateway.app.demo;

import java.util.List;

/**
 * One screen of the walk.
 *
 * @param about what it shows and why, in a sentence or two
 * @param commands how the user does the same
 * @param body does it, and checks that it is as it should be
 */
record DemoStep(String title, String about, List<String> commands, Body body) {
  /** What a step does. */
  @FunctionalInterface
  interface Body {
    void run(Findings findings) throws Exception;
  }

  /** What a step shows, and whether all was as it should be. */
  static final class Findings {
    private final Screen screen;
    private boolean allGood = true;

    Findings(Screen screen) {
      this.screen = screen;
    }

    void show(String who, Object what) {
      screen.show(who, String.valueOf(what));
    }

    void check(String claim, boolean holds) {
      if (holds) {
        screen.good(claim);
      } else {
        allGood = false;
        screen.bad(claim);
      }
    }
  }

  /** Whether everything was as it should be; a step that throws was not. */
  boolean run(int number, Screen screen) throws InterruptedException {
    screen.title(number + ". " + title);
    screen.say(about);
    commands.forEach(screen::command);
    Findings findings = new Findings(screen);
    try {
      body.run(findings);
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception failure) {
      findings.check("could not be shown: " + failure, false);
    }
    return findings.allGood;
  }
}
