package io.mcpgateway.policy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.policy.model.ResourceUri;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The form of a resource's URI that policy looks at: made once, it stays; and however often a
 * reader behind us decodes the URI that is forwarded, and resolves its dots, it stays below the
 * directory that policy saw it in.
 */
public final class ResourceUriFuzz {
  private ResourceUriFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String uri = new String(input, UTF_8);
    String form = ResourceUri.normalize(uri);
    if (form == null) {
      return;
    }
    require(form.equals(ResourceUri.normalize(form)), "not the same again", uri, form);
    require(form.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\'), "characters", uri, form);
    String path = path(form);
    for (String segment : path.split("/", -1)) {
      require(!segment.equals("..") && !segment.equals("."), "dots", uri, form);
    }
    String read = uri;
    for (int i = 0; i < 3; i++) {
      read = decodeOnce(read);
      String resolved = resolve(path(read));
      require(resolved != null, "leads above the root, decoded " + (i + 1) + " times", uri, form);
      require(segments(resolved) <= segments(path), "more segments than policy saw", uri, form);
    }
  }

  private static long segments(@Nullable String path) {
    return path == null
        ? 0
        : Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty()).count();
  }

  /** What stands between scheme, host, and query or fragment. */
  private static String path(String uri) {
    String rest = uri.substring(uri.indexOf(':') + 1);
    int end = rest.length();
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == '?' || rest.charAt(i) == '#') {
        end = i;
        break;
      }
    }
    rest = rest.substring(0, end);
    if (!rest.startsWith("//")) {
      return rest;
    }
    int slash = rest.indexOf('/', 2);
    return slash < 0 ? "" : rest.substring(slash);
  }

  /** The path without dot segments, or null if they lead above the root. */
  private static @Nullable String resolve(String path) {
    int depth = 0;
    StringBuilder kept = new StringBuilder();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        depth--;
        kept.setLength(Math.max(0, kept.lastIndexOf("/")));
      } else if (!segment.equals(".") && !segment.isEmpty()) {
        depth++;
        kept.append('/').append(segment);
      }
      if (depth < 0) {
        return null;
      }
    }
    return kept.toString();
  }

  private static String decodeOnce(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (c == '%' && high >= 0 && low >= 0) {
        bytes.write(high * 16 + low);
        i += 3;
      } else {
        bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
        i += Character.charCount(c);
      }
    }
    return bytes.toString(UTF_8);
  }

  private static void require(boolean holds, String what, String uri, String form) {
    if (!holds) {
      throw new AssertionError(what + ": <" + uri + "> judged as <" + form + ">");
    }
  }
}
