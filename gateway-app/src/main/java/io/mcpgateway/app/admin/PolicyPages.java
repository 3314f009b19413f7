package io.mcpgateway.app.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.config.AdminCaller.Permit;
import io.mcpgateway.app.config.ConfigException;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.PolicyFile;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.Call;
import io.mcpgateway.app.policy.CallReader;
import io.mcpgateway.app.policy.CallReader.Circumstance;
import io.mcpgateway.app.policy.Explanations;
import io.mcpgateway.app.policy.PolicyDiff;
import io.mcpgateway.app.policy.PolicyJson;
import io.mcpgateway.app.policy.Principals;
import io.mcpgateway.app.policy.RuledRoute;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.Era;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force, for operators: what they say, why they decide as they do, and what another
 * one would change. Nothing here changes anything.
 */
public final class PolicyPages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY = 1 << 20;

  private final Supplier<LoadedConfig> config;
  private final InstantSource clock;

  /** To compare two policies takes a while. */
  private final Semaphore checks = new Semaphore(1);

  /**
   * @param config what is in force
   */
  public PolicyPages(Supplier<LoadedConfig> config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page("/policy", Permit.READ, _ -> policies()),
        new Endpoint("POST", "/policy/explain", Permit.READ, this::explain, MAX_BODY),
        new Endpoint("POST", "/policy/check", Permit.READ, this::check, MAX_BODY));
  }

  private Answer policies() {
    LoadedConfig now = config.get();
    ObjectNode json = JSON.createObjectNode().put("configVersion", now.version());
    ArrayNode routes = json.putArray("routes");
    for (RouteConfig route : now.gateway().routes()) {
      routes.add(PolicyJson.of(now, route));
    }
    return Answer.json(200, json.toPrettyString());
  }

  private Answer explain(AdminRequest request) {
    try {
      Problems problems = new Problems();
      YamlMap body = RequestBody.read(request.body()).map(problems);
      RuledRoute route = route(body);
      YamlMap who = body.map("principal");
      YamlMap what = body.map("call");
      if (what == null) {
        body.problem("call", "an object such as { \"tool\": \"search\", \"args\": {} }");
      }
      Circumstance usual = new Circumstance(Era.MODERN, null, clock.instant());
      Principal caller = who == null ? new Principal.Anonymous() : Principals.read(who, "somebody");
      Call call = what == null ? null : new CallReader(Map.of(), usual).read(what);
      body.finish();
      RequestBody.refuse(problems);
      if (route == null || call == null) {
        throw new IllegalStateException("a problem that was not noted");
      }
      ObjectNode json = Explanations.json(route.explain(call.by(caller, route)));
      json.put("route", route.path())
          .put("subject", call.words())
          .put("principal", Explanations.who(caller, route, call.now()))
          .put("policyVersion", route.policy().version());
      return Answer.json(200, json.toPrettyString());
    } catch (RequestBody.WrongBodyException wrong) {
      return Answer.text(400, String.valueOf(wrong.getMessage()));
    }
  }

  private Answer check(AdminRequest request) {
    if (!checks.tryAcquire()) {
      return Answer.text(429, "another policy is being checked").with("Retry-After", "1");
    }
    try {
      Problems problems = new Problems();
      YamlMap body = RequestBody.read(request.body()).map(problems);
      LoadedConfig now = config.get();
      RouteConfig route = RequestBody.route(body, now);
      String text = body.string("policy");
      body.finish();
      RequestBody.refuse(problems);
      if (route == null) {
        throw new IllegalStateException("a problem that was not noted");
      }
      return Answer.json(200, compared(now, route, text).toPrettyString());
    } catch (RequestBody.WrongBodyException wrong) {
      return Answer.text(400, String.valueOf(wrong.getMessage()));
    } finally {
      checks.release();
    }
  }

  /** What is wrong with a policy; if nothing is, what it would change. */
  private ObjectNode compared(LoadedConfig now, RouteConfig route, String text) {
    ObjectNode json = JSON.createObjectNode().put("route", route.path());
    ArrayNode wrong = json.putArray("problems");
    try {
      PolicyFile file = PolicyFile.parse("policy", text);
      ArrayNode findings = json.putArray("findings");
      file.lint(null).forEach(finding -> findings.add(PolicyJson.of(finding)));
      RuledRoute was = RuledRoute.of(now, route);
      RuledRoute is = RuledRoute.of(now, route, file.spec());
      Instant instant = clock.instant();
      json.set(
          "changes",
          PolicyJson.of(
              PolicyDiff.of(
                  was,
                  is,
                  PolicyDiff.callers(was.spec(), is.spec()),
                  PolicyDiff.columns(was.spec(), is.spec()),
                  instant)));
    } catch (ConfigException mistakes) {
      mistakes.problems().forEach(problem -> wrong.add(PolicyJson.of(problem)));
    }
    return json;
  }

  private @Nullable RuledRoute route(YamlMap body) {
    LoadedConfig now = config.get();
    RouteConfig route = RequestBody.route(body, now);
    return route == null ? null : RuledRoute.of(now, route);
  }
}
