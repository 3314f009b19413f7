package io.mcpgateway.app;

import io.mcpgateway.app.admin.AdminClient;
import io.mcpgateway.app.admin.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which gateway a command talks to, and as whom. Secrets come from files and from the environment,
 * never as arguments: those are for everybody to see.
 */
final class AdminOptions {
  private static final String TOKEN = "MCPGATEWAY_ADMIN_TOKEN";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--admin",
      paramLabel = "<url>",
      description = "The admin listener. Default: ${DEFAULT-VALUE}",
      defaultValue = "http://127.0.0.1:9090")
  private URI url = URI.create("http://127.0.0.1:9090");

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description = "A file with the token. Default: the variable " + TOKEN)
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "<file>",
      description = "PEM: whom to trust instead of the system's authorities.")
  private @Nullable Path ca;

  @Option(
      names = "--certificate",
      paramLabel = "<file>",
      description = "PEM: a client certificate to show, with --key.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "<file>",
      description = "PEM: its key, PKCS#8 and not encrypted.")
  private @Nullable Path key;

  @Option(
      names = "--plaintext",
      description = "Say that a token may go to another machine without TLS.")
  private boolean plaintext;

  AdminOptions() {}

  AdminClient client() throws IOException {
    boolean secure = "https".equals(url.getScheme());
    if (url.getHost() == null || (!secure && !"http".equals(url.getScheme()))) {
      throw wrong("--admin: " + url + " (expected: an http or https URL)");
    }
    if ((certificate == null) != (key == null)) {
      throw wrong("--certificate and --key (expected: both or none)");
    }
    if (!secure && (ca != null || certificate != null)) {
      throw wrong("--admin: " + url + " (expected: https beside --ca and --certificate)");
    }
    if (!secure && !plaintext && !isLoopback(url.getHost())) {
      throw wrong("--admin: " + url + " (expected: https, or --plaintext said out loud)");
    }
    return new AdminClient(
        url, token(), ca == null && certificate == null ? null : Pem.context(certificate, key, ca));
  }

  private @Nullable String token() throws IOException {
    if (tokenFile != null) {
      try {
        return checked(Files.readString(tokenFile).strip(), tokenFile.toString());
      } catch (IOException unreadable) {
        throw new IOException("--token-file: " + tokenFile + " cannot be read", unreadable);
      }
    }
    String variable = System.getenv(TOKEN);
    return variable == null || variable.isBlank() ? null : checked(variable.strip(), TOKEN);
  }

  private String checked(String token, String from) {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw wrong(from + ": no token (expected: one line of visible characters)");
    }
    return token;
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost")
          || InetAddress.ofLiteral(
                  host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
              .isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
