package io.mcpgateway.policy.detect;

import java.util.List;
import java.util.Set;

/** How sure a name makes it that its value is a secret. */
enum SecretName {
  NO,
  /** The value has to look like a secret as well. */
  PERHAPS,
  YES;

  /** Words for secrets, that may be the whole of a name or the last part of it. */
  static final List<String> WORDS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "passcode",
          "passwort",
          "kennwort",
          "wachtwoord",
          "contrasena",
          "contraseña",
          "contraseÑa",
          "mot de passe",
          "mot_de_passe",
          "motdepasse",
          "senha",
          "lösenord",
          "hasło",
          "adgangskode",
          "salasana",
          "heslo",
          "jelszó",
          "şifre",
          "비밀번호",
          "пароль",
          "Пароль",
          "密码",
          "密碼",
          "パスワード",
          "secret",
          "secret key",
          "access key",
          "api_key",
          "apikey",
          "api-key",
          "api key",
          "private_key",
          "privatekey",
          "private-key",
          "access_key",
          "accesskey",
          "access-key",
          "auth_key",
          "authkey",
          "auth-key",
          "encryption_key",
          "encryptionkey",
          "encryption-key",
          "signing_key",
          "signingkey",
          "signing-key",
          "master_key",
          "masterkey",
          "pwd",
          "pass",
          "token",
          "credential",
          "creds",
          "requirepass",
          "masterauth",
          "psk",
          "pw",
          "clave",
          "identified by");

  /** Words that also begin or end others. */
  private static final Set<String> SHORT =
      Set.of("pwd", "pass", "senha", "hasło", "heslo", "psk", "pw", "clave", "creds");

  /** What may follow without changing what it is. */
  private static final Set<String> MORE =
      Set.of(
          "key",
          "value",
          "val",
          "confirm",
          "confirmation",
          "confirmed",
          "repeat",
          "again",
          "new",
          "old",
          "current",
          "plain",
          "plaintext",
          "text",
          "prod",
          "production",
          "dev",
          "staging",
          "test",
          "live",
          "access",
          "secret",
          "token",
          "base",
          "string",
          "password",
          "db",
          "is",
          "admin",
          "root",
          "user",
          "raw",
          "default",
          "primary",
          "secondary",
          "backup");

  /** What follows when the value is something about the secret. */
  private static final Set<String> ABOUT =
      Set.of(
          "s",
          "es",
          "type",
          "types",
          "policy",
          "policies",
          "hint",
          "hints",
          "name",
          "names",
          "url",
          "urls",
          "uri",
          "endpoint",
          "path",
          "file",
          "filename",
          "dir",
          "length",
          "len",
          "size",
          "count",
          "counts",
          "limit",
          "limits",
          "expiry",
          "expires",
          "expired",
          "exp",
          "expiration",
          "ttl",
          "age",
          "timeout",
          "lifetime",
          "duration",
          "format",
          "field",
          "fields",
          "column",
          "label",
          "title",
          "placeholder",
          "error",
          "errors",
          "message",
          "msg",
          "help",
          "info",
          "description",
          "status",
          "state",
          "strength",
          "score",
          "required",
          "enabled",
          "disabled",
          "reset",
          "resets",
          "changed",
          "change",
          "updated",
          "created",
          "at",
          "on",
          "date",
          "time",
          "timestamp",
          "ref",
          "refs",
          "reference",
          "arn",
          "version",
          "versions",
          "id",
          "ids",
          "hash",
          "hashed",
          "hashes",
          "digest",
          "salt",
          "algorithm",
          "alg",
          "encoder",
          "provider",
          "manager",
          "service",
          "store",
          "storage",
          "generator",
          "validator",
          "validation",
          "min",
          "max",
          "minlength",
          "maxlength",
          "regex",
          "pattern",
          "rules",
          "rule",
          "issuer",
          "audience",
          "scope",
          "scopes",
          "index",
          "budget",
          "usage",
          "used",
          "input",
          "output",
          "prompt",
          "completion",
          "bucket",
          "rate",
          "per",
          "interval",
          "family",
          "cache",
          "client",
          "class",
          "cost",
          "price",
          "set",
          "protected",
          "protection",
          "less",
          "mode",
          "parameter",
          "param",
          "header",
          "prefix",
          "suffix",
          "source",
          "kind",
          "var",
          "env",
          "ring",
          "stdin",
          "valid",
          "invalid",
          "visible",
          "visibility",
          "attempts",
          "history",
          "last",
          "complexity",
          "login",
          "auth",
          "grant",
          "exchange",
          "requirements",
          "fingerprint",
          "encrypted",
          "masked",
          "handler",
          "helper",
          "factory",
          "filter",
          "stream",
          "position",
          "equals",
          "matches",
          "credential",
          "keeper",
          "namespace",
          "engine",
          "backend",
          "form",
          "page",
          "link");

  /** What stands before when the value is something else. */
  private static final Set<String> OTHERS =
      Set.of(
          "has",
          "is",
          "no",
          "use",
          "uses",
          "show",
          "hide",
          "forgot",
          "require",
          "requires",
          "max",
          "min",
          "next",
          "page",
          "continuation",
          "sync",
          "pad",
          "eos",
          "bos",
          "unk",
          "sep",
          "cls",
          "special",
          "per",
          "num",
          "count",
          "total",
          "without",
          "stop",
          "image",
          "cancellation",
          "prompt",
          "completion",
          "change",
          "update",
          "invalid",
          "missing",
          "valid",
          "wrong",
          "enable",
          "nextpage",
          "non",
          "design",
          "public",
          "cancel");

  private static final int MAX_NAME = 64;
  private static final Keywords KEYWORDS = new Keywords(WORDS);
  private static final Set<String> ALONE = Set.copyOf(WORDS);

  /**
   * Judges the name around the keyword from {@code start} to {@code end}.
   *
   * @param nameStart where the name begins
   * @param nameEnd where it ends
   */
  static SecretName of(Reading text, String word, int nameStart, int start, int end, int nameEnd) {
    boolean isShort = SHORT.contains(word);
    if (isShort && !isPart(text, start)) {
      return NO;
    }
    int part = separatorsStart(text, nameStart, start);
    if (part > nameStart
        && OTHERS.contains(Characters.lower(text, partStart(text, nameStart, part), part))) {
      return NO;
    }
    SecretName sure = YES;
    int i = end;
    while (i < nameEnd) {
      int from = i;
      i = separatorsEnd(text, i, nameEnd);
      boolean separate = i > from || Characters.isUpper(text.at(i));
      int to = partEnd(text, i, nameEnd);
      if (to == i) {
        break;
      }
      String more = Characters.lower(text, i, to);
      if (ABOUT.contains(more) && !(more.equals("s") && word.equals("credential"))) {
        return NO;
      }
      if (!MORE.contains(more) && !(more.equals("s") && word.equals("credential"))) {
        if (!separate || (isShort && i == end)) {
          return NO;
        }
        sure = PERHAPS;
      }
      i = to;
    }
    return sure;
  }

  /** Whether it is one of {@link #WORDS}. */
  static boolean isWord(String lower) {
    return ALONE.contains(lower);
  }

  /** Judges a name that stands alone. */
  static SecretName of(Reading name) {
    SecretName best = NO;
    if (name.length() > MAX_NAME) {
      return NO;
    }
    int state = 0;
    for (int i = name.from(); i < name.to(); i++) {
      state = KEYWORDS.next(state, name.bytes()[i]);
      if (KEYWORDS.isHit(state)) {
        for (int hit : KEYWORDS.hits(state)) {
          int start = i + 1 - KEYWORDS.length(hit);
          SecretName found = of(name, WORDS.get(hit), name.from(), start, i + 1, name.to());
          best = found.compareTo(best) > 0 ? found : best;
        }
      }
    }
    return best;
  }

  /** Whether a part of a name begins at {@code at}: not in the middle of a word. */
  private static boolean isPart(Reading text, int at) {
    int before = text.at(at - 1);
    return !Alphabet.LETTER.has(before)
        || (Characters.isLower(before) && Characters.isUpper(text.at(at)));
  }

  private static int separatorsStart(Reading text, int limit, int end) {
    int i = end;
    while (i > limit && !Alphabet.LETTER.has(text.at(i - 1))) {
      i--;
    }
    return i;
  }

  /** Where the letters begin that end before {@code end}, from a capital on. */
  private static int partStart(Reading text, int limit, int end) {
    int i = end;
    while (i > limit && Alphabet.LETTER.has(text.at(i - 1))) {
      i--;
      if (Characters.isUpper(text.at(i)) && i < end - 1 && Characters.isLower(text.at(i + 1))) {
        break;
      }
    }
    return i;
  }

  private static int separatorsEnd(Reading text, int from, int limit) {
    int i = from;
    while (i < limit && !Alphabet.LETTER.has(text.at(i))) {
      i++;
    }
    return i;
  }

  private static int partEnd(Reading text, int from, int limit) {
    int i = from;
    while (i < limit && Alphabet.LETTER.has(text.at(i))) {
      if (i > from && Characters.isLower(text.at(i - 1)) && Characters.isUpper(text.at(i))) {
        break;
      }
      i++;
    }
    return i;
  }
}
