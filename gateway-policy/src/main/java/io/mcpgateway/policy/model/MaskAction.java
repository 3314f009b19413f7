package io.mcpgateway.policy.model;

import java.time.Duration;
import java.util.List;

/**
 * What takes the place of a masked value. The JSON type stays, except with {@link Nullify} and
 * {@link Drop}.
 */
public sealed interface MaskAction {
  /** The most characters that may be kept. */
  int MAX_KEPT = 32;

  /** How policies write it. */
  String word();

  /**
   * A fixed text; a number becomes 0, a boolean false, an object or array becomes empty. Nothing of
   * the value remains, not even its length.
   */
  record Redact() implements MaskAction {
    @Override
    public String word() {
      return "redact";
    }
  }

  /** The last {@code count} characters, of a value that is long enough to keep something back. */
  record KeepLast(int count) implements MaskAction {
    public KeepLast {
      checkKept(count);
    }

    @Override
    public String word() {
      return "keep-last-" + count;
    }
  }

  /** The first {@code count} characters, of a value that is long enough to keep something back. */
  record KeepFirst(int count) implements MaskAction {
    public KeepFirst {
      checkKept(count);
    }

    @Override
    public String word() {
      return "keep-first-" + count;
    }
  }

  /** What is the same for the same value, and tells nothing else of it. */
  record Hash() implements MaskAction {
    @Override
    public String word() {
      return "hash";
    }
  }

  /**
   * A token that the gateway can turn back.
   *
   * @param restoreIn the tools to whose arguments it is turned back; none if empty
   * @param expiresIn how long it can be
   */
  record Tokenize(List<Glob> restoreIn, Duration expiresIn) implements MaskAction {
    public Tokenize {
      restoreIn = List.copyOf(restoreIn);
    }

    @Override
    public String word() {
      return "tokenize";
    }
  }

  /** The same, less exactly. */
  record Generalize() implements MaskAction {
    @Override
    public String word() {
      return "generalize";
    }
  }

  /** Nothing: the member goes with its name; for members only. */
  record Drop() implements MaskAction {
    @Override
    public String word() {
      return "drop";
    }
  }

  /** {@code null}; for members only. */
  record Nullify() implements MaskAction {
    @Override
    public String word() {
      return "null";
    }
  }

  /** What holds the value does not go on at all. */
  record Block() implements MaskAction {
    @Override
    public String word() {
      return "block";
    }
  }

  private static void checkKept(int count) {
    if (count < 1 || count > MAX_KEPT) {
      throw new IllegalArgumentException("count: " + count + " (expected: 1 to " + MAX_KEPT + ")");
    }
  }
}
