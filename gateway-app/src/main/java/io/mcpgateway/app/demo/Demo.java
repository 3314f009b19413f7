package io.mcpgateway.app.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Puts a CRM, an issuer and a gateway together in this process, walks through what the gateway
 * does, and leaves nothing behind.
 */
final class Demo {
  private static final List<String> AGENTS = List.of("sales", "support");

  private final Screen screen;
  private final RunningGateway.Starter starter;
  private final boolean once;
  private final Runnable pause;

  /**
   * @param once end after the walk instead of staying up
   * @param pause what happens between two steps
   */
  Demo(Screen screen, RunningGateway.Starter starter, boolean once, Runnable pause) {
    this.screen = screen;
    this.starter = starter;
    this.once = once;
    this.pause = pause;
  }

  /** Whether every step was as it should be. */
  boolean run() throws Exception {
    DemoFiles files = DemoFiles.create(!once);
    CountDownLatch ended = new CountDownLatch(1);
    Duration partTime = Duration.ofMillis(once ? 20 : 600);
    try (CrmServer crm = CrmServer.start(partTime);
        DemoIssuer issuer = DemoIssuer.start()) {
      SelfSignedCertificate certificate = SelfSignedCertificate.create();
      files.write(crm.url(), issuer.issuer(), certificate);
      Map<String, String> tokens =
          Map.of(
              "sales", issuer.token("sales", files.routeUrl()),
              "support", issuer.token("support", files.routeUrl()));
      for (String agent : AGENTS) {
        files.writeHeaders(agent, String.valueOf(tokens.get(agent)));
      }
      try (RunningGateway _ = starter.start(files.configuration());
          DemoClient client = new DemoClient(files, certificate, tokens)) {
        introduce(files, crm, issuer);
        boolean good = walk(new DemoWalk(client, files));
        if (!once) {
          stay(files, ended);
        }
        return good;
      }
    } finally {
      files.delete();
      ended.countDown();
    }
  }

  private void introduce(DemoFiles files, CrmServer crm, DemoIssuer issuer) {
    screen.title("MCP Gateway demo");
    screen.say("A CRM with an MCP server       " + crm.url());
    screen.say("An issuer of tokens            " + issuer.issuer());
    screen.say("The gateway in front of both   " + files.routeUrl());
    screen.say("Its configuration and policy   " + files.configuration());
    if (!once) {
      screen.say("To paste the commands below into another terminal, first do:");
      screen.command("DEMO=" + files.directory());
    }
  }

  private boolean walk(DemoWalk walk) throws InterruptedException {
    boolean good = true;
    int number = 1;
    for (DemoStep step : walk.steps()) {
      pause.run();
      good &= step.run(number++, screen);
    }
    return good;
  }

  private void stay(DemoFiles files, CountDownLatch ended) throws InterruptedException {
    screen.title("Now you");
    screen.say("Everything stays up until Ctrl-C. The tokens hold for twelve hours. Try:");
    screen.command("DEMO=" + files.directory());
    screen.command("$EDITOR $DEMO/policy.yaml   # a change is in force as soon as it is saved");
    screen.command("tail -f $DEMO/audit/audit-*.jsonl");
    CountDownLatch stop = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      stop.countDown();
                      await(ended);
                    }));
    stop.await();
  }

  /** The process must not end before the gateway has. */
  private static void await(CountDownLatch ended) {
    try {
      if (!ended.await(20, TimeUnit.SECONDS)) {
        System.err.println("the demo did not end in time");
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
