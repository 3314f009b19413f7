package io.mcpgateway.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.app.admin.RequestBody.WrongBodyException;
import io.mcpgateway.app.config.AdminCaller.Permit;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.app.config.RouteConfig;
import io.mcpgateway.app.policy.MaskReport;
import io.mcpgateway.app.policy.MaskTrial;
import io.mcpgateway.app.policy.MaskTrial.About;
import io.mcpgateway.app.policy.Principals;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.core.exchange.Principal;
import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.MalformedMessageException;
import io.mcpgateway.core.protocol.McpMethod;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.mask.MaskedTools;
import io.mcpgateway.policy.model.PolicySpec;
import io.mcpgateway.policy.token.ValueTokens;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the masks in force would make of something, for operators. No answer has a value that was
 * found in it, and nothing is kept or logged.
 */
public final class MaskPages {
  private static final int MAX_BODY = 1 << 20;

  private final Supplier<LoadedConfig> config;
  private final MaskedTools tools;

  /** To mask a large text takes a while. */
  private final Semaphore trials = new Semaphore(1);

  /** Which way it goes. */
  private enum Direction {
    RESULTS,
    ARGUMENTS
  }

  /**
   * @param config what is in force
   * @param tokens with a key of their own: by the gateway's, whoever may look could find out which
   *     value a hash stands for, and make tokens that open
   */
  public MaskPages(Supplier<LoadedConfig> config, ValueTokens tokens, InstantSource clock) {
    this.config = config;
    this.tools = new MaskedTools(tokens, clock);
  }

  public List<Endpoint> endpoints() {
    return List.of(new Endpoint("POST", "/masks/preview", Permit.READ, this::preview, MAX_BODY));
  }

  private Answer preview(AdminRequest request) {
    if (!trials.tryAcquire()) {
      return Answer.text(429, "something else is being masked").with("Retry-After", "1");
    }
    try {
      RequestBody whole = RequestBody.read(request.body());
      byte[] input = input(whole.take("input"), whole.take("message"));
      Problems problems = new Problems();
      YamlMap body = whole.map(problems);
      LoadedConfig now = config.get();
      RouteConfig route = RequestBody.route(body, now);
      YamlMap who = body.map("principal");
      Principal caller = who == null ? new Principal.Anonymous() : Principals.read(who, "somebody");
      About about = about(body);
      Direction direction = body.oneOf("direction", Direction.class, Direction.RESULTS);
      body.finish();
      RequestBody.refuse(problems);
      if (route == null) {
        throw new IllegalStateException("a problem that was not noted");
      }
      PolicySpec own = now.policy(route);
      PolicySpec platform = now.platform();
      MaskTrial trial =
          new MaskTrial(
              platform == null ? List.of(own) : List.of(own, platform),
              tools,
              MaskTrial.exchange(route.path(), route.upstream(), caller, about, null),
              direction == Direction.ARGUMENTS);
      return Answer.json(200, new MaskReport(trial.of(input), false).json().toPrettyString());
    } catch (WrongBodyException wrong) {
      return Answer.text(400, String.valueOf(wrong.getMessage()));
    } catch (MalformedMessageException wrong) {
      return Answer.text(400, "tool, resource, prompt: " + wrong.problem());
    } finally {
      trials.release();
    }
  }

  private static byte[] input(byte @Nullable [] text, byte @Nullable [] message)
      throws WrongBodyException {
    if (message != null && text == null) {
      return message;
    }
    if (text == null || message != null) {
      throw new WrongBodyException("input, message: (expected: one of them)");
    }
    if (text[0] != '"') {
      throw new WrongBodyException("input: (expected: a string; JSON goes into message)");
    }
    String said = Json.string(text, new Span(0, text.length));
    byte[] bytes = said.getBytes(UTF_8);
    if (!said.equals(new String(bytes, UTF_8))) {
      throw new WrongBodyException("input: (expected: a string without half surrogates)");
    }
    return bytes;
  }

  private static About about(YamlMap body) {
    String tool = body.optionalString("tool");
    String resource = body.optionalString("resource");
    String prompt = body.optionalString("prompt");
    int ways = (tool == null ? 0 : 1) + (resource == null ? 0 : 1) + (prompt == null ? 0 : 1);
    if (ways > 1) {
      body.problem(tool == null ? "resource" : "tool", "one of tool, resource and prompt");
    }
    if (tool != null) {
      return new About(McpMethod.TOOLS_CALL, tool);
    }
    if (resource != null) {
      return new About(McpMethod.RESOURCES_READ, resource);
    }
    return prompt == null ? About.ANYTHING : new About(McpMethod.PROMPTS_GET, prompt);
  }
}
