package io.mcpgateway.app.demo;

import org.jspecify.annotations.Nullable;

/** The curl commands that do what the walk does. They expect {@code DEMO} to name its directory. */
final class Curl {
  private Curl() {}

  static String of(DemoClient.Call call, String url) {
    return with("", call, url);
  }

  /** As {@link #of}, showing a stream as it comes. */
  static String streamed(DemoClient.Call call, String url) {
    return with("-N ", call, url);
  }

  private static String with(String options, DemoClient.Call call, String url) {
    String name = call.name();
    return "curl "
        + options
        + "--cacert $DEMO/certificate.pem "
        + headers(call.agent())
        + " \\\n  -H 'Mcp-Method: "
        + call.method()
        + "'"
        + (name == null ? "" : " -H 'Mcp-Name: " + name + "'")
        + " \\\n  -d '"
        + call.body()
        + "' \\\n  "
        + url;
  }

  private static String headers(@Nullable String agent) {
    return agent == null
        ? "-i -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream'"
            + " \\\n  -H 'MCP-Protocol-Version: "
            + DemoClient.VERSION
            + "'"
        : "-H @$DEMO/" + agent + ".headers";
  }
}
