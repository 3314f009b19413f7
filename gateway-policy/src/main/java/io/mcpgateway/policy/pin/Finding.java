package io.mcpgateway.policy.pin;

import java.util.List;
import java.util.Locale;

/**
 * Something about a tool's definition that somebody should look at.
 *
 * @param tool what the upstream calls it
 * @param sha256 the digest of the definition as it is now; empty if there is none
 * @param differences what is different, in words, without anything of the definition's texts
 */
public record Finding(Kind kind, String tool, String sha256, List<String> differences) {
  private static final int MAX_DIFFERENCES = 20;
  private static final int MAX_NAME = 64;

  /** What can be found. */
  public enum Kind {
    /** Nobody has reviewed a tool of this name. */
    NEW_TOOL,
    /** Nor of this name, but one that is otherwise the same has another. */
    RENAMED_TOOL,
    /** It has a parameter that it did not have. */
    NEW_PARAMETER,
    /** It is different in some other way. */
    CHANGED,
    /** The upstream does not list a tool that was reviewed. */
    REMOVED_TOOL,
    /** Its texts have characters that nobody sees, or that change the order of others. */
    HIDDEN_CHARACTERS;

    /** The word for it in logs, metrics and audit records. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Finding {
    differences = List.copyOf(differences);
  }

  /** All of it in a line. */
  public String text() {
    String what =
        String.join(", ", differences.subList(0, Math.min(differences.size(), MAX_DIFFERENCES)));
    return kind.word() + (what.isEmpty() ? "" : ": " + what);
  }

  /** A name that somebody else chose, so that it can stand in a line. */
  public static String shown(String name) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < name.length() && i < MAX_NAME; i++) {
      char c = name.charAt(i);
      shown.append(c < ' ' || c > '~' ? '?' : c);
    }
    return shown.append(name.length() > MAX_NAME ? "…" : "").toString();
  }
}
