package io.mcpgateway.policy.mask;

import io.mcpgateway.core.protocol.Json;
import io.mcpgateway.core.protocol.Span;
import io.mcpgateway.policy.mask.NameCache.Name;
import io.mcpgateway.policy.model.MaskAction;
import io.mcpgateway.policy.model.Unmaskable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk of a program over one message: over every name, string and number of it, into JSON that
 * stands in strings and into text that stands in base64. Used once, by one thread.
 *
 * <p>Walks only over JSON that the strict parser has accepted.
 */
final class Masking {
  private static final int MAX_NESTING = 8;

  /** A text in base64 within a text in base64 is not looked into. */
  private static final int BASE64_NESTING = 1 << 16;

  /** How often a text that was masked is looked at again. */
  private static final int MAX_ROUNDS = 8;

  private static final byte[] ZERO = {'0'};
  private static final byte[] NOTHING = {};

  /** Numbers with fewer digits are no value that is looked for. */
  private static final int MIN_DIGITS = 6;

  private final Scope scope;
  private final Tally tally;
  private final TextMasking texts;
  private final NameCache names;
  private final Workspace space;
  private MaskProgram program;
  private boolean structured;
  private boolean membersChanged;

  private @Nullable Span cacheScope;

  /**
   * What a message is masked by.
   *
   * @param program what applies to all of it
   * @param narrower which programs apply to parts of it
   * @param schema of the structured content or of the arguments; null if there is none
   */
  record Scope(
      MaskProgram program,
      Narrower narrower,
      Pseudonyms pseudonyms,
      @Nullable SchemaNode schema,
      Unmaskable onUnmaskable,
      MaskDirection direction) {
    boolean isRequest() {
      return direction == MaskDirection.ARGUMENTS;
    }
  }

  /** Which masks apply to a part of a message. */
  interface Narrower {
    /** To content of a type. */
    MaskProgram ofType(MaskProgram program, String mimeType);

    /**
     * To the entry of a list.
     *
     * @param member of the result, which says what is listed
     * @param name of the entry, or its URI
     */
    MaskProgram ofEntry(MaskProgram program, String member, String name);
  }

  Masking(Scope scope, Workspace space) {
    this(scope, space, false);
  }

  /**
   * @param shown whether what is found is kept, for somebody who tries masks
   */
  Masking(Scope scope, Workspace space, boolean shown) {
    this.tally = new Tally(shown);
    this.scope = scope;
    this.program = scope.program;
    this.names = space.names;
    this.space = space;
    this.texts = new TextMasking(scope.pseudonyms, tally, space);
  }

  /** What has to be replaced in a message, in all of it but its id and its method. */
  List<Edit> mask(byte[] message) throws UnmaskableException, BlockedValueException {
    Document document = new Document(message, 0, 0);
    document.value(document.root, null, null, Name.NONE, Place.MESSAGE);
    return document.edits;
  }

  /**
   * What has to be replaced in a text that is no message.
   *
   * @param name what the text is called where it stands, in lower case, or empty
   */
  List<Edit> text(byte[] text, String name) throws UnmaskableException, BlockedValueException {
    int signs = Signs.of(text, 0, text.length);
    return settled(text, 0, text.length, signs, new Name(name, name));
  }

  /** How often each rule applied so far, by its name. */
  Map<String, Integer> counts() {
    return tally.counts();
  }

  /** The rules that are only watched and found something. */
  Set<String> observed() {
    return tally.observed();
  }

  /** What was found, if it is shown. */
  List<MaskPreview.Finding> findings() {
    return tally.findings();
  }

  /** Whether a name was replaced, or a member or element is to go. */
  boolean areMembersChanged() {
    return membersChanged;
  }

  /** Where a result says who may keep it, if it says anything but that nobody else may. */
  @Nullable Span cacheScope() {
    return cacheScope;
  }

  /** Whether something of the structured content was replaced, or of the arguments. */
  boolean isStructureChanged() {
    return structured;
  }

  /** Where in a message a value stands, as far as that matters. */
  private enum Place {
    MESSAGE,
    RESULT,
    PARAMS,
    META,
    LIST,
    ELSEWHERE
  }

  /**
   * What has to be replaced in a text so that nothing is left to replace in what comes of it: what
   * stands in the place of a value may be a word about the next one, and brings closer what stands
   * around.
   */
  private List<Edit> settled(byte[] text, int from, int to, int signs, Name name)
      throws UnmaskableException, BlockedValueException {
    List<Edit> edits = text(text, from, to, signs, name, 0);
    byte[] marker = marker(edits, from, to);
    if (marker != null && space.settled.has(program, marker, name)) {
      return edits;
    }
    TracedText rewritten = space.rewritten;
    List<Edit> more = edits;
    for (int round = 0; round < MAX_ROUNDS && !more.isEmpty(); round++) {
      rewritten.rewrite(text, from, to, edits);
      tally.again(true);
      try {
        boolean partly = round == 0 && mayLookPartly(from, to, edits, signs, name);
        more = rewritten.traced(partly ? lookPartly(name) : lookAgain(name));
      } catch (UnmaskableException unreadable) {
        if (scope.onUnmaskable != Unmaskable.PASS) {
          throw unreadable;
        }
        // What passes is what nobody could look into, not what was found before.
        tally.count(Tally.PASSED);
        return edits;
      } finally {
        // Whatever comes of this text, the next one is looked at in full.
        tally.again(false);
      }
      if (round == 0 && more.isEmpty() && marker != null) {
        space.settled.add(program, marker, name);
      }
      edits = more.isEmpty() ? edits : Edit.merged(edits, more, TextMasking.STARS);
    }
    return edits;
  }

  /** What has to be replaced in the text that was rewritten. */
  private List<Edit> lookAgain(Name name) throws UnmaskableException, BlockedValueException {
    byte[] bytes = space.rewritten.bytes();
    int size = space.rewritten.size();
    return text(bytes, 0, size, Signs.of(bytes, 0, size), name, 0);
  }

  /** Whether only what is new has to be looked at, and where something began before. */
  private boolean mayLookPartly(int from, int to, List<Edit> edits, int signs, Name name) {
    return (signs & (Signs.NESTED | Signs.WIDE)) == 0
        && !name.alsoWithout()
        && space.secondLook.begin(from, to, edits, signs, program, space.rewritten);
  }

  /** The same as {@link #lookAgain}. */
  private List<Edit> lookPartly(Name name) throws UnmaskableException, BlockedValueException {
    byte[] bytes = space.rewritten.bytes();
    SecondLook again = space.secondLook;
    List<TextMasking.Recoded> recoded = List.of();
    for (int i = 0; i < again.base64().size(); i++) {
      recoded = recoded(bytes, again.base64().from(i), again.base64().to(i), name, 0, recoded);
    }
    int size = space.rewritten.size();
    return texts.edits(program, bytes, 0, size, again.signs(), name, recoded, again);
  }

  /** What stands alone in the place of a text, if it is a marker in which nothing can be found. */
  private byte @Nullable [] marker(List<Edit> edits, int from, int to) {
    if (edits.size() != 1) {
      return null;
    }
    Edit edit = edits.getFirst();
    return edit.start() == from && edit.end() == to && program.isMarker(edit.replacement())
        ? edit.replacement()
        : null;
  }

  /** What has to be replaced in a text, which may be JSON itself or have some in it. */
  private List<Edit> text(byte[] text, int from, int to, int signs, Name name, int nesting)
      throws UnmaskableException, BlockedValueException {
    if ((signs & Signs.NESTED) == 0) {
      return flat(text, from, to, signs, name, nesting);
    }
    int start = EmbeddedJson.start(text, from, to);
    if (start >= 0 && EmbeddedJson.isValid(text, start, to)) {
      return document(text, start, nesting);
    }
    List<Edit> edits = List.of();
    int done = from;
    EmbeddedJson.Search search = new EmbeddedJson.Search(text, from, to);
    while (search.next()) {
      List<Edit> before = flat(text, done, search.start(), signs, name, nesting);
      List<Edit> inside = document(text, search.start(), nesting);
      if (!before.isEmpty() || !inside.isEmpty()) {
        edits = edits.isEmpty() ? new ArrayList<>() : edits;
        edits.addAll(before);
        edits.addAll(inside);
      }
      done = search.end();
    }
    List<Edit> rest = flat(text, done, to, signs, name, nesting);
    if (edits.isEmpty()) {
      return rest;
    }
    edits.addAll(rest);
    return edits;
  }

  private List<Edit> document(byte[] text, int start, int nesting)
      throws UnmaskableException, BlockedValueException {
    if (nesting % BASE64_NESTING == MAX_NESTING) {
      throw new UnmaskableException("JSON in strings, more than " + MAX_NESTING + " levels");
    }
    Document document = new Document(text, start, nesting + 1);
    int end = document.value(start, program.fields(), scope.schema, Name.NONE, Place.ELSEWHERE);
    // There is nobody around whom a text could be dropped from.
    return document.dropped ? List.of(new Edit(start, end, utf8("null"))) : document.edits;
  }

  /** What has to be replaced in a text that is only that. */
  private List<Edit> flat(byte[] text, int from, int to, int signs, Name name, int nesting)
      throws UnmaskableException, BlockedValueException {
    if (program.detection().isEmpty() || from == to) {
      return List.of();
    }
    List<TextMasking.Recoded> recoded =
        nesting < BASE64_NESTING ? recoded(text, from, to, name, nesting, List.of()) : List.of();
    return texts.edits(program, text, from, to, signs, name, recoded, null);
  }

  /** What has to be replaced because of what it says in base64, behind what is known. */
  private List<TextMasking.Recoded> recoded(
      byte[] text, int from, int to, Name name, int nesting, List<TextMasking.Recoded> known)
      throws UnmaskableException, BlockedValueException {
    List<TextMasking.Recoded> recoded = known;
    Base64Search search = space.base64.in(text, from, to);
    for (Base64Run run = search.next(); run != null; run = search.next()) {
      byte[] plain = run.plain();
      int inside = Signs.of(plain, 0, plain.length);
      List<Edit> inner = text(plain, 0, plain.length, inside, name, nesting + BASE64_NESTING);
      if (!inner.isEmpty()) {
        recoded = recoded.isEmpty() ? new ArrayList<>() : recoded;
        byte[] replacement = run.encode(Edit.apply(inner, plain));
        recoded.add(new TextMasking.Recoded(run.start(), run.end(), replacement));
      }
    }
    return recoded;
  }

  private TracedText buffer(int nesting) {
    int index = nesting < BASE64_NESTING ? nesting : nesting - BASE64_NESTING + MAX_NESTING + 1;
    return space.buffer(index);
  }

  /** The first rule that is enforced, or −1; those that are only watched are noted. */
  private int enforced(List<Integer> rules) {
    int first = -1;
    for (int rule : rules) {
      if (program.isObserved(rule)) {
        tally.observe(program.name(rule));
      } else if (first < 0) {
        first = rule;
      }
    }
    return first;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One JSON text: the message, or one that stands in a string of it. */
  private final class Document {
    private final byte[] json;
    private final int nesting;
    private final int root;
    private final List<Edit> edits = new ArrayList<>();

    /** Whether the value that was just masked is to go, with its name. */
    private boolean dropped;

    /** Whether the next value must not go, because the one behind it would get its index. */
    private boolean stays;

    Document(byte[] json, int start, int nesting) {
      this.json = json;
      this.nesting = nesting;
      this.root = JsonWalk.skipSpace(json, start);
    }

    /** Masks the value that begins at {@code at}; answers where it ends. */
    int value(int at, @Nullable FieldNode node, @Nullable SchemaNode schema, Name name, Place place)
        throws UnmaskableException, BlockedValueException {
      boolean mayGo = !stays;
      stays = false;
      int rule = rule(node, schema, name);
      if (rule >= 0) {
        return field(at, rule, schema, mayGo);
      }
      return switch (json[at]) {
        case '{' -> object(at, node, schema, name, place);
        case '[' -> array(at, node, schema, MemberNames.ofElements(name), place);
        case '"' -> string(at, schema, name);
        default -> scalar(at, schema, name);
      };
    }

    /** The rule that names what stands there, or −1. */
    private int rule(@Nullable FieldNode node, @Nullable SchemaNode schema, Name name) {
      int rule = node == null || node.rules().isEmpty() ? -1 : enforced(node.rules());
      if (schema != null && program.hasSchemaRules()) {
        int declared = enforced(program.rules(schema, name.text()));
        rule = rule < 0 ? declared : declared < 0 ? rule : Math.min(rule, declared);
      }
      return rule;
    }

    private int object(
        int start, @Nullable FieldNode node, @Nullable SchemaNode schema, Name called, Place place)
        throws UnmaskableException, BlockedValueException {
      MaskProgram outside = program;
      if (program.isByMimeType() && nesting == 0) {
        String type = ContentType.of(json, start);
        program = type == null ? program : scope.narrower.ofType(program, type);
      }
      try {
        return members(start, node, schema, called, place);
      } finally {
        program = outside;
      }
    }

    private int members(
        int start, @Nullable FieldNode node, @Nullable SchemaNode schema, Name called, Place place)
        throws UnmaskableException, BlockedValueException {
      int maskedNames = 0;
      Parts parts = new Parts(start);
      int at = JsonWalk.skipSpace(json, start + 1);
      while (json[at] != '}') {
        int nameEnd = JsonWalk.stringEnd(json, at);
        int valueAt = JsonWalk.skipSpace(json, JsonWalk.skipSpace(json, nameEnd) + 1);
        Name name = names.of(json, at, nameEnd);
        int before = edits.size();
        boolean protocol = isProtocol(place, name.text());
        if (!protocol && (!name.traits().plain() || program.isByWords())) {
          name(at, nameEnd);
          if (edits.size() > before) {
            membersChanged = true;
            name = name.masked();
          }
          if (edits.size() > before && ++maskedNames > 1) {
            // Two names that were masked must not become one.
            edits.add(new Edit(nameEnd - 1, nameEnd - 1, utf8(NameCache.NUMBER + maskedNames)));
          }
        }
        name = MemberNames.of(names, json, start, called, name);
        int end =
            protocol
                ? JsonWalk.valueEnd(json, valueAt)
                : member(start, valueAt, name, node, schema, place);
        at = parts.next(at, end, before);
      }
      return at + 1;
    }

    /** The members of an object or the elements of an array, of which some may go. */
    private final class Parts {
      private boolean kept;
      private int previousEnd;

      Parts(int start) {
        this.previousEnd = start + 1;
      }

      /**
       * Takes the part from {@code at} to {@code end} out, with a comma, if it is to go.
       *
       * @param before how many edits there were before it
       * @return where the next part begins, or the closing bracket stands
       */
      int next(int at, int end, int before) {
        int next = JsonWalk.skipSpace(json, end);
        boolean last = json[next] != ',';
        int nextAt = last ? next : JsonWalk.skipSpace(json, next + 1);
        if (dropped) {
          dropped = false;
          truncate(before);
          edits.add(
              kept
                  ? new Edit(previousEnd, end, NOTHING)
                  : new Edit(at, last ? end : nextAt, NOTHING));
        } else {
          kept = true;
        }
        previousEnd = end;
        return nextAt;
      }
    }

    private void truncate(int size) {
      while (edits.size() > size) {
        edits.removeLast();
      }
    }

    private int member(
        int object,
        int valueAt,
        Name name,
        @Nullable FieldNode node,
        @Nullable SchemaNode schema,
        Place place)
        throws UnmaskableException, BlockedValueException {
      String text = name.text();
      byte first = json[valueAt];
      if (node != null || schema != null) {
        FieldNode child = node == null ? null : node.member(text);
        SchemaNode declared = schema == null ? null : schema.member(text);
        return value(valueAt, child, declared, name, Place.ELSEWHERE);
      }
      if (!name.traits().special()) {
        return value(valueAt, null, null, name, Place.ELSEWHERE);
      }
      if (first == '"' && nesting == 0 && (text.equals("blob") || text.equals("data"))) {
        return base64(object, valueAt, name, text.equals("blob"));
      }
      if (place == Place.RESULT && text.equals("cacheScope")) {
        int end = JsonWalk.valueEnd(json, valueAt);
        boolean isPrivate = JsonWalk.isText(json, valueAt, end, "\"private\"");
        if (isPrivate || JsonWalk.isText(json, valueAt, end, "\"public\"")) {
          cacheScope = isPrivate ? null : new Span(valueAt, end);
          return end;
        }
        // What is neither is a text like any other.
      }
      if (isStructure(text, first, place)) {
        return structure(valueAt, name, place);
      }
      if (text.equals("requestState") && first == '"') {
        return opaque(valueAt, name);
      }
      Place inside = place(place, text);
      return isIdentifier(place, text)
          ? identifier(valueAt, name, inside)
          : value(valueAt, null, null, name, inside);
    }

    private boolean isStructure(String name, byte first, Place place) {
      if (first != '{' && first != '[') {
        return false;
      }
      return switch (name) {
        case "structuredContent", "data" -> true;
        case "arguments" -> place == Place.PARAMS;
        default -> false;
      };
    }

    private int structure(int at, Name name, Place place)
        throws UnmaskableException, BlockedValueException {
      MaskProgram outside = program;
      if (program.isByMimeType()) {
        program = scope.narrower.ofType(program, "application/json");
      }
      int before = edits.size();
      boolean ownSchema = name.text().equals("structuredContent") || place == Place.PARAMS;
      SchemaNode schema = ownSchema ? scope.schema : null;
      int end = value(at, program.fields(), schema, name, Place.ELSEWHERE);
      structured |= ownSchema && edits.size() > before;
      program = outside;
      return end;
    }

    private static Place place(Place place, String name) {
      return switch (place) {
        case MESSAGE ->
            switch (name) {
              case "result" -> Place.RESULT;
              case "params" -> Place.PARAMS;
              default -> Place.ELSEWHERE;
            };
        case RESULT ->
            switch (name) {
              case "tools", "prompts", "resources", "resourceTemplates" -> Place.LIST;
              default -> Place.ELSEWHERE;
            };
        case PARAMS -> name.equals("_meta") ? Place.META : Place.ELSEWHERE;
        case META, LIST, ELSEWHERE -> Place.ELSEWHERE;
      };
    }

    /** What one side made up for itself and gets back, or both have to read as it is. */
    private boolean isProtocol(Place place, String name) {
      return switch (place) {
        case MESSAGE -> name.equals("jsonrpc") || name.equals("id") || name.equals("method");
        case PARAMS ->
            name.equals("progressToken")
                || (scope.isRequest()
                    && (name.equals("cursor")
                        || name.equals("taskId")
                        || name.equals("requestState")));
        case META ->
            scope.isRequest()
                && (name.startsWith("io.modelcontextprotocol/") || name.equals("progressToken"));
        case RESULT, LIST, ELSEWHERE -> false;
      };
    }

    /** What an upstream would not know by any other name. */
    private boolean isIdentifier(Place place, String name) {
      return place == Place.PARAMS
          && scope.isRequest()
          && (name.equals("name") || name.equals("uri") || name.equals("ref"));
    }

    private int identifier(int at, Name name, Place place)
        throws UnmaskableException, BlockedValueException {
      int before = edits.size();
      int end = value(at, null, null, name, place);
      if (edits.size() > before) {
        throw new BlockedValueException(tally.last());
      }
      return end;
    }

    private int array(
        int start, @Nullable FieldNode node, @Nullable SchemaNode schema, Name name, Place place)
        throws UnmaskableException, BlockedValueException {
      SchemaNode element = schema == null ? null : schema.element();
      Parts parts = new Parts(start);
      int at = JsonWalk.skipSpace(json, start + 1);
      for (int index = 0; json[at] != ']'; index++) {
        int before = edits.size();
        FieldNode child = node == null ? null : node.element(index);
        stays = node != null && node.isByIndex(index);
        int end =
            place == Place.LIST && program.isBySubject() && json[at] == '{'
                ? entry(at, name)
                : value(at, child, element, name, Place.ELSEWHERE);
        at = parts.next(at, end, before);
      }
      return at + 1;
    }

    /** An entry of a list: what applies to the replies of a tool applies to what is said of it. */
    private int entry(int at, Name member) throws UnmaskableException, BlockedValueException {
      MaskProgram outside = program;
      String named = ContentType.entry(json, at, member.text());
      program = scope.narrower.ofEntry(program, member.text(), named);
      int end = value(at, null, null, member, Place.ELSEWHERE);
      program = outside;
      return end;
    }

    private int base64(int object, int at, Name name, boolean sure)
        throws UnmaskableException, BlockedValueException {
      int end = JsonWalk.stringEnd(json, at);
      Blob blob;
      try {
        blob = Blob.read(json, object, at, sure);
      } catch (UnmaskableException unreadable) {
        unmaskable(unreadable, at, end, Base64.getEncoder().encode(utf8(MaskedField.REDACTED)));
        return end;
      }
      if (blob == null) {
        return string(at, null, name);
      }
      byte[] text = blob.text();
      if (text != null) {
        List<Edit> inner = settled(text, 0, text.length, Signs.of(text, 0, text.length), name);
        if (!inner.isEmpty()) {
          edits.add(new Edit(at, end, utf8('"' + blob.encode(Edit.apply(inner, text)) + '"')));
        }
      }
      return end;
    }

    private void unmaskable(UnmaskableException why, int at, int end, byte[] redacted)
        throws UnmaskableException {
      switch (scope.onUnmaskable) {
        case BLOCK -> throw why;
        case REDACT_ALL -> {
          tally.count(Tally.REDACTED);
          edits.add(new Edit(at + 1, end - 1, redacted));
        }
        case PASS -> tally.count(Tally.PASSED);
      }
    }

    /** What only the upstream can read must come back as it is, or not go at all. */
    private int opaque(int at, Name name) throws UnmaskableException, BlockedValueException {
      int before = edits.size();
      int end = string(at, null, name);
      if (edits.size() > before) {
        truncate(before);
        unmaskable(
            new UnmaskableException("the upstream's requestState holds what is masked"),
            at,
            end,
            utf8(MaskedField.REDACTED));
      }
      return end;
    }

    private void name(int at, int end) throws UnmaskableException, BlockedValueException {
      content(at, end, Signs.of(json, at + 1, end - 1), Name.NONE);
    }

    private int string(int at, @Nullable SchemaNode schema, Name name)
        throws UnmaskableException, BlockedValueException {
      int signs = Signs.NONE;
      int i = PlainText.end(json, at + 1, json.length, signs);
      for (byte b = json[i]; b != '"'; b = json[i]) {
        signs |= Signs.of(b);
        i = PlainText.end(json, b == '\\' ? i + 2 : i + 1, json.length, signs);
      }
      int end = i + 1;
      int before = edits.size();
      content(at, end, signs, name);
      if (schema != null && edits.size() > before) {
        fit(at, end, before, schema);
      }
      return end;
    }

    /** Masks what the string from {@code at} to {@code end} says. */
    private void content(int at, int end, int signs, Name name)
        throws UnmaskableException, BlockedValueException {
      int from = at + 1;
      int to = end - 1;
      try {
        if ((signs & Signs.ESCAPE) == 0) {
          List<Edit> inner =
              nesting == 0
                  ? settled(json, from, to, signs, name)
                  : text(json, from, to, signs, name, nesting);
          for (int i = 0; i < inner.size(); i++) {
            Edit edit = inner.get(i);
            edits.add(edit.with(escaped(edit.replacement())));
          }
          return;
        }
        TracedText said = buffer(nesting);
        JsonText.read(json, from, to, said);
        byte[] bytes = said.bytes();
        int size = said.size();
        int inside = Signs.of(bytes, 0, size);
        for (Edit edit :
            nesting == 0
                ? settled(bytes, 0, size, inside, name)
                : text(bytes, 0, size, inside, name, nesting)) {
          int start = edit.start() == size ? to : said.origin(edit.start());
          int stop = edit.end() == edit.start() ? start : said.originOfEnd(edit.end());
          edits.add(new Edit(start, stop, escaped(edit.replacement())));
        }
      } catch (UnmaskableException unreadable) {
        unmaskable(unreadable, at, end, utf8(MaskedField.REDACTED));
      }
    }

    private static byte[] escaped(byte[] replacement) {
      for (byte b : replacement) {
        if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
          String quoted = Json.quote(new String(replacement, StandardCharsets.UTF_8));
          return utf8(quoted.substring(1, quoted.length() - 1));
        }
      }
      return replacement;
    }

    /** Makes of a string that was masked what its schema allows. */
    private void fit(int at, int end, int before, SchemaNode schema) {
      List<Edit> own = new ArrayList<>();
      for (Edit edit : edits.subList(before, edits.size())) {
        own.add(new Edit(edit.start() - at, edit.end() - at, edit.replacement()));
      }
      byte[] whole = Arrays.copyOfRange(json, at, end);
      byte[] masked = Edit.apply(own, whole);
      String meant = string(masked);
      String was = string(whole);
      String fitting = Fit.text(schema, was, meant);
      if (fitting.equals(was)) {
        // What fits looks like a value itself, and stands there already.
        truncate(before);
      } else if (!fitting.equals(meant)) {
        truncate(before);
        edits.add(new Edit(at, end, utf8(Json.quote(fitting))));
      }
    }

    private static String string(byte[] quoted) {
      return Json.string(quoted, new Span(0, quoted.length));
    }

    /** A number, true, false or null. */
    private int scalar(int at, @Nullable SchemaNode schema, Name name)
        throws BlockedValueException {
      int end = JsonWalk.valueEnd(json, at);
      if (end - at >= MIN_DIGITS && json[at] != 't' && json[at] != 'f' && json[at] != 'n') {
        byte[] digits = digits(at, end);
        if (digits.length >= MIN_DIGITS
            && !texts
                .edits(program, digits, 0, digits.length, Signs.NONE, name, List.of(), null)
                .isEmpty()) {
          edits.add(new Edit(at, end, schema == null ? ZERO : utf8(Fit.number(schema, "0"))));
        }
      }
      return end;
    }

    private byte[] digits(int at, int end) {
      for (int i = at; i < end; i++) {
        if (!Text.isAsciiDigit(json[i])) {
          return wholeNumber(new String(json, at, end - at, StandardCharsets.ISO_8859_1));
        }
      }
      return Arrays.copyOfRange(json, at, end);
    }

    /** A number with a fraction or exponent as plain digits; none if it is no whole number. */
    private static byte[] wholeNumber(String number) {
      try {
        BigDecimal value = new BigDecimal(number).stripTrailingZeros();
        long integerDigits = (long) value.precision() - value.scale();
        return value.signum() > 0 && value.scale() <= 0 && integerDigits <= 24
            ? utf8(value.toPlainString())
            : NOTHING;
      } catch (ArithmeticException | NumberFormatException exponentOutOfRange) {
        return NOTHING;
      }
    }

    /** Masks a value that a rule names; answers where it ends. */
    private int field(int at, int rule, @Nullable SchemaNode schema, boolean mayGo)
        throws BlockedValueException {
      int end = JsonWalk.valueEnd(json, at);
      MaskAction action = program.action(rule);
      if (action instanceof MaskAction.Block) {
        throw new BlockedValueException(program.name(rule));
      }
      if (action instanceof MaskAction.Drop && mayGo) {
        dropped = true;
        membersChanged = true;
        tally.count(program.name(rule));
        show(rule, at, end, null);
        return end;
      }
      boolean becomesNull =
          action instanceof MaskAction.Nullify || action instanceof MaskAction.Drop;
      byte[] masked = becomesNull ? utf8("null") : masked(at, end, rule, schema);
      if (!Arrays.equals(json, at, end, masked, 0, masked.length)) {
        tally.count(program.name(rule));
        show(rule, at, end, masked);
        edits.add(new Edit(at, end, masked));
      }
      return end;
    }

    private void show(int rule, int at, int end, byte @Nullable [] masked) {
      if (tally.isShown()) {
        tally.found(
            new MaskPreview.Finding(
                program.name(rule),
                "field",
                new String(json, at, end - at, StandardCharsets.UTF_8),
                masked == null ? null : new String(masked, StandardCharsets.UTF_8)));
      }
    }

    private byte[] masked(int at, int end, int rule, @Nullable SchemaNode schema) {
      MaskAction action = program.action(rule);
      return switch (json[at]) {
        case '"' -> {
          String value = Json.string(json, new Span(at, end));
          if (MaskedField.isMasked(value, action, program.name(rule), scope.pseudonyms)) {
            yield Arrays.copyOfRange(json, at, end);
          }
          String meant = MaskedField.text(value, action, program.name(rule), scope.pseudonyms);
          yield utf8(Json.quote(schema == null ? meant : Fit.text(schema, value, meant)));
        }
        case '{' ->
            schema != null && schema.has("required") ? leaves(at, rule, schema) : utf8("{}");
        case '[' ->
            schema != null && schema.has("minItems") ? leaves(at, rule, schema) : utf8("[]");
        case 't', 'f' -> utf8("false");
        case 'n' -> utf8("null");
        default -> {
          String value = new String(json, at, end - at, StandardCharsets.ISO_8859_1);
          String meant = MaskedField.number(value, action);
          yield utf8(schema == null ? meant : Fit.number(schema, meant));
        }
      };
    }

    /** An object or array that must not become empty: its shape stays, and nothing in it. */
    private byte[] leaves(int at, int rule, SchemaNode schema) {
      StringBuilder masked = new StringBuilder();
      boolean object = json[at] == '{';
      masked.append(object ? '{' : '[');
      int i = JsonWalk.skipSpace(json, at + 1);
      while (json[i] != '}' && json[i] != ']') {
        SchemaNode inner = schema.element();
        if (object) {
          int nameEnd = JsonWalk.stringEnd(json, i);
          Name name = names.of(json, i, nameEnd);
          inner = schema.member(name.text());
          if (inner.isDeclared()) {
            masked.append(Json.quote(name.text())).append(':');
          }
          i = JsonWalk.skipSpace(json, JsonWalk.skipSpace(json, nameEnd) + 1);
        }
        int end = JsonWalk.valueEnd(json, i);
        // A name that the schema does not have may be a value itself.
        if (!object || inner.isDeclared()) {
          masked.append(new String(masked(i, end, rule, inner), StandardCharsets.UTF_8));
          masked.append(',');
        }
        i = JsonWalk.afterComma(json, end);
      }
      if (masked.length() > 1) {
        masked.setLength(masked.length() - 1);
      }
      return utf8(masked.append(object ? '}' : ']').toString());
    }
  }
}
