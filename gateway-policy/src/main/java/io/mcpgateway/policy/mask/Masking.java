package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.model.MaskAction;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One walk of a program over one message: over every name, string and number of it, into JSON that
 * stands in strings and into text that stands in base64. Used once, by one thread.
 *
 * <p>Walks only over JSON that the strict parser has accepted.
 */
final class Masking {
  private static final int MAX_NESTING = 8;
  private static final byte[] STARS = ascii("****");
  private static final byte[] CARD = ascii("[card]");
  private static final byte[] EMAIL = ascii("[email]");
  private static final byte[] ZERO = ascii("0");

  private final MaskProgram program;
  private final CardDetector cards = new CardDetector();
  private final int[] counts;

  // Made once for all strings of a message.
  private final List<Match> matches = new ArrayList<>();
  private final EmailDetector.Found emailFound = this::email;
  private final CardDetector.Found cardFound = this::card;

  Masking(MaskProgram program) {
    this.program = program;
    this.counts = new int[program.size()];
  }

  /** What has to be replaced in a message, in all of it but its id and its method. */
  List<Edit> mask(byte[] message) throws UnmaskableException {
    Document document = new Document(message, 0);
    document.value(document.root, null);
    return document.edits;
  }

  /** How often each rule applied so far, by its name. */
  Map<String, Integer> counts() {
    Map<String, Integer> byName = new HashMap<>();
    for (int rule = 0; rule < counts.length; rule++) {
      if (counts[rule] > 0) {
        byName.put(program.name(rule), counts[rule]);
      }
    }
    return byName;
  }

  /** What has to be replaced in a text, which may be JSON itself. */
  private List<Edit> text(byte[] text, int from, int to, int nesting) throws UnmaskableException {
    int start = EmbeddedJson.start(text, from, to);
    if (start >= 0 && EmbeddedJson.isValid(text, start, to)) {
      if (nesting == MAX_NESTING) {
        throw new UnmaskableException("JSON in strings, more than " + MAX_NESTING + " levels");
      }
      Document document = new Document(text, nesting + 1);
      document.value(start, program.fields());
      return document.edits;
    }
    return detect(text, from, to);
  }

  private record Match(int start, int end, int rule, byte[] replacement) {}

  private List<Edit> detect(byte[] text, int from, int to) {
    matches.clear();
    if (program.emailRule() >= 0) {
      EmailDetector.find(text, from, to, emailFound);
    }
    int emails = matches.size();
    if (program.cardRule() >= 0) {
      cards.find(text, from, to, cardFound);
    }
    if (matches.isEmpty()) {
      return List.of();
    }
    if (emails > 0 && emails < matches.size()) {
      matches.sort((a, b) -> Integer.compare(a.start, b.start));
    }
    return edits(matches);
  }

  private void email(int start, int end) {
    int rule = program.emailRule();
    byte[] replacement = program.action(rule) instanceof MaskAction.KeepLast ? STARS : EMAIL;
    matches.add(new Match(start, end, rule, replacement));
  }

  private void card(int start, int end, String lastFour) {
    int rule = program.cardRule();
    byte[] replacement =
        program.action(rule) instanceof MaskAction.KeepLast(int count) && count >= 4
            ? ascii("****" + lastFour)
            : CARD;
    matches.add(new Match(start, end, rule, replacement));
  }

  /** Of matches that overlap, the whole is replaced, and nothing of it is kept. */
  private List<Edit> edits(List<Match> matches) {
    List<Edit> edits = new ArrayList<>(matches.size());
    for (Match match : matches) {
      counts[match.rule]++;
      Edit last = edits.isEmpty() ? null : edits.getLast();
      if (last != null && match.start < last.end()) {
        edits.removeLast();
        edits.add(new Edit(last.start(), Math.max(last.end(), match.end), STARS));
      } else {
        edits.add(new Edit(match.start, match.end, match.replacement));
      }
    }
    return edits;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One JSON text: the message, or one that stands in a string of it. */
  private final class Document {
    private final byte[] json;
    private final int nesting;
    private final int root;
    private final List<Edit> edits = new ArrayList<>();

    Document(byte[] json, int nesting) {
      this.json = json;
      this.nesting = nesting;
      this.root = JsonWalk.skipSpace(json, 0);
    }

    /** Masks the value that begins at {@code at}; answers where it ends. */
    int value(int at, @Nullable FieldNode node) throws UnmaskableException {
      if (node != null && node.rule() >= 0) {
        int end = JsonWalk.valueEnd(json, at);
        field(at, end, node.rule());
        return end;
      }
      return switch (json[at]) {
        case '{' -> object(at, node);
        case '[' -> array(at, node);
        case '"' -> string(at);
        default -> scalar(at);
      };
    }

    private int object(int start, @Nullable FieldNode node) throws UnmaskableException {
      int maskedNames = 0;
      int at = JsonWalk.skipSpace(json, start + 1);
      while (json[at] != '}') {
        int nameEnd = JsonWalk.stringEnd(json, at);
        int valueAt = JsonWalk.skipSpace(json, JsonWalk.skipSpace(json, nameEnd) + 1);
        int before = edits.size();
        content(at, nameEnd);
        if (edits.size() > before && ++maskedNames > 1) {
          // Two names that were masked must not become one.
          edits.add(new Edit(nameEnd - 1, nameEnd - 1, ascii("#" + maskedNames)));
        }
        int end = member(start, at, nameEnd, valueAt, node);
        at = JsonWalk.skipSpace(json, end);
        if (json[at] == ',') {
          at = JsonWalk.skipSpace(json, at + 1);
        }
      }
      return at + 1;
    }

    private int member(int object, int nameAt, int nameEnd, int valueAt, @Nullable FieldNode node)
        throws UnmaskableException {
      if (nesting == 0 && object == root && isProtocol(nameAt, nameEnd)) {
        return JsonWalk.valueEnd(json, valueAt);
      }
      boolean data = JsonWalk.isName(json, nameAt, nameEnd, "data");
      byte first = json[valueAt];
      FieldNode child = null;
      if (node != null) {
        child = node.member(Json.string(json, new Span(nameAt, nameEnd)));
      } else if (JsonWalk.isName(json, nameAt, nameEnd, "structuredContent")
          || (data && (first == '{' || first == '['))) {
        child = program.fields();
      }
      boolean masked = child != null && child.rule() >= 0;
      if (!masked && first == '"' && (data || JsonWalk.isName(json, nameAt, nameEnd, "blob"))) {
        Blob blob = Blob.read(json, object, valueAt, !data);
        if (blob != null) {
          return blob(blob, valueAt);
        }
      }
      return value(valueAt, child);
    }

    private boolean isProtocol(int nameAt, int nameEnd) {
      return JsonWalk.isName(json, nameAt, nameEnd, "jsonrpc")
          || JsonWalk.isName(json, nameAt, nameEnd, "id")
          || JsonWalk.isName(json, nameAt, nameEnd, "method");
    }

    private int blob(Blob blob, int at) throws UnmaskableException {
      int end = JsonWalk.stringEnd(json, at);
      byte[] text = blob.text();
      if (text != null) {
        List<Edit> inner = text(text, 0, text.length, nesting);
        if (!inner.isEmpty()) {
          String encoded = blob.encode(Edit.apply(inner, text));
          edits.add(new Edit(at, end, ascii('"' + encoded + '"')));
        }
      }
      return end;
    }

    private int array(int start, @Nullable FieldNode node) throws UnmaskableException {
      int at = JsonWalk.skipSpace(json, start + 1);
      for (int index = 0; json[at] != ']'; index++) {
        at = JsonWalk.skipSpace(json, value(at, node == null ? null : node.element(index)));
        if (json[at] == ',') {
          at = JsonWalk.skipSpace(json, at + 1);
        }
      }
      return at + 1;
    }

    private int string(int at) throws UnmaskableException {
      int end = JsonWalk.stringEnd(json, at);
      content(at, end);
      return end;
    }

    /** Masks what the string from {@code at} to {@code end} says. */
    private void content(int at, int end) throws UnmaskableException {
      int from = at + 1;
      int to = end - 1;
      if (!JsonWalk.hasEscape(json, from, to)) {
        List<Edit> inner = text(json, from, to, nesting);
        for (int i = 0; i < inner.size(); i++) {
          Edit edit = inner.get(i);
          edits.add(new Edit(edit.start(), edit.end(), escaped(edit.replacement())));
        }
        return;
      }
      JsonString string = JsonString.read(json, from, to);
      for (Edit edit : text(string.text(), 0, string.text().length, nesting)) {
        edits.add(
            new Edit(
                string.origin(edit.start()),
                string.origin(edit.end()),
                escaped(edit.replacement())));
      }
    }

    private static byte[] escaped(byte[] replacement) {
      for (byte b : replacement) {
        if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
          String quoted = Json.quote(new String(replacement, StandardCharsets.UTF_8));
          return quoted.substring(1, quoted.length() - 1).getBytes(StandardCharsets.UTF_8);
        }
      }
      return replacement;
    }

    /** A number, true, false or null. */
    private int scalar(int at) {
      int end = JsonWalk.valueEnd(json, at);
      if (program.cardRule() >= 0 && end - at >= 13 && isCardNumber(at, end)) {
        counts[program.cardRule()]++;
        edits.add(new Edit(at, end, ZERO));
      }
      return end;
    }

    private boolean isCardNumber(int at, int end) {
      String number = new String(json, at, end - at, StandardCharsets.ISO_8859_1);
      if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
        number = wholeNumber(number);
      }
      return cards.isCard(number);
    }

    /** A number with a fraction or exponent as plain digits; empty if that is no card's length. */
    private static String wholeNumber(String number) {
      try {
        BigDecimal value = new BigDecimal(number).stripTrailingZeros();
        long integerDigits = (long) value.precision() - value.scale();
        return value.signum() > 0 && value.scale() <= 0 && integerDigits <= 19
            ? value.toPlainString()
            : "";
      } catch (ArithmeticException | NumberFormatException exponentOutOfRange) {
        return "";
      }
    }

    private void field(int at, int end, int rule) {
      String masked = MaskedField.json(json, new Span(at, end), program.action(rule));
      if (masked != null) {
        counts[rule]++;
        edits.add(new Edit(at, end, masked.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }
}
