package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.model.Mask;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.model.RoleScope;
import io.mcpgateway.policy.model.SchemaSelector;
import io.mcpgateway.policy.model.Selection;
import io.mcpgateway.policy.model.Unmaskable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes every value of the built-in kinds out of texts that somebody outside wrote, before they are
 * written down. Whatever a policy says has no part in it. Thread-safe.
 */
public final class TextRedaction {
  /** What stands for a text that nobody could look into. */
  public static final String UNREADABLE = "[unreadable]";

  /** Shorter texts are no base64 that anybody looks into, and no key. */
  private static final int MAX_PLAIN = Base64Search.MIN_LENGTH - 1;

  /** Fewer than any number that is looked for has; four make an address. */
  private static final int MAX_PLAIN_DIGITS = 3;

  private static final boolean[] PLAIN = plain();

  private final Masking.Scope scope;

  /** One that knows every kind. */
  public TextRedaction() {
    this(EnumSet.allOf(Kind.class));
  }

  /**
   * @param kinds what is taken out
   */
  public TextRedaction(Set<Kind> kinds) {
    Mask mask =
        new Mask(
            "redaction",
            kinds,
            List.of(),
            List.of(),
            SchemaSelector.NONE,
            new Selection(List.of(), List.of(), List.of()),
            List.of(),
            List.of(),
            new RoleScope(Set.of(), Set.of()),
            null,
            new MaskAction.Redact(),
            Mask.Results.MASK,
            Mask.Arguments.OFF);
    BitSet all = new BitSet();
    all.set(0);
    MaskProgram program = new MaskProgram(all, List.of(mask), List.of(), MaskDirection.RESULTS);
    this.scope =
        new Masking.Scope(
            program,
            new Everywhere(),
            new NoPseudonyms(),
            null,
            Unmaskable.BLOCK,
            MaskDirection.RESULTS);
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[128];
    for (char c = 'a'; c <= 'z'; c++) {
      plain[c] = true;
      plain[c - 'a' + 'A'] = true;
    }
    for (char c = '0'; c <= '9'; c++) {
      plain[c] = true;
    }
    for (char c : "_-/.".toCharArray()) {
      plain[c] = true;
    }
    return plain;
  }

  /** The text without what is found in it: the same object if that is nothing. Never fails. */
  public String redact(String text) {
    if (isPlain(text)) {
      return text;
    }
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      List<Edit> edits = new Masking(scope, Workspace.of(bytes.length)).text(bytes, "");
      return edits.isEmpty() ? text : new String(Edit.apply(edits, bytes), StandardCharsets.UTF_8);
    } catch (UnmaskableException | BlockedValueException | RuntimeException unreadable) {
      // Whatever the reason: nobody can say that nothing is in it. Not logged, since what is logged
      // comes through here.
      return UNREADABLE;
    }
  }

  /** Whether a text is so short and simple that no value fits in. */
  static boolean isPlain(String text) {
    int length = text.length();
    if (length > MAX_PLAIN) {
      return false;
    }
    int digits = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= PLAIN.length || !PLAIN[c]) {
        return false;
      }
      if (c <= '9' && c >= '0' && ++digits > MAX_PLAIN_DIGITS) {
        return false;
      }
    }
    return true;
  }

  /** There is one program, for all of a text. */
  private static final class Everywhere implements Masking.Narrower {
    @Override
    public MaskProgram ofType(MaskProgram program, String mimeType) {
      return program;
    }

    @Override
    public MaskProgram ofEntry(MaskProgram program, String member, String name) {
      return program;
    }
  }

  /** What is redacted needs none. */
  private static final class NoPseudonyms implements Pseudonyms {
    @Override
    public String hash(String kind, byte[] value) {
      throw new IllegalStateException("nothing is hashed");
    }

    @Override
    public boolean isToken(String mask, String text) {
      return false;
    }

    @Override
    public String token(String kind, String mask, byte[] value, Duration life) {
      throw new IllegalStateException("nothing is tokenized");
    }
  }
}
