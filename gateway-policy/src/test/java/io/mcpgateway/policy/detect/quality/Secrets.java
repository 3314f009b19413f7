package io.mcpgateway.policy.detect.quality;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Passwords, keys and tokens that open nothing. */
final class Secrets {
  private static final String URL64 = Dice.ALPHANUMERIC + "-_";

  /** How keys of a service begin and go on. Prefixes are in parts so that no scanner minds them. */
  private record Form(String prefix, String alphabet, int length, String suffix) {
    Form(String prefix, String alphabet, int length) {
      this(prefix, alphabet, length, "");
    }
  }

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String LOWER36 = Dice.LOWER + Dice.DIGITS;

  private static final List<Form> FORMS =
      List.of(
          new Form("AK" + "IA", BASE32, 16),
          new Form("AS" + "IA", BASE32, 16),
          new Form("AI" + "za", URL64, 35),
          new Form("GOC" + "SPX-", URL64, 28),
          new Form("ya" + "29.", URL64, 120),
          new Form("gh" + "p_", Dice.ALPHANUMERIC, 36),
          new Form("gh" + "s_", Dice.ALPHANUMERIC, 36),
          new Form("gh" + "o_", Dice.ALPHANUMERIC, 36),
          new Form("github" + "_pat_", Dice.ALPHANUMERIC, 22, "_" + "*59"),
          new Form("gl" + "pat-", URL64, 20),
          new Form("xo" + "xb-", Dice.DIGITS, 12, "-*12n-*24"),
          new Form("xo" + "xp-", Dice.DIGITS, 12, "-*12n-*12n-*32h"),
          new Form("xa" + "pp-1-A", BASE32, 10, "-*12n-*64h"),
          new Form("sk_" + "live_", Dice.ALPHANUMERIC, 24),
          new Form("rk_" + "live_", Dice.ALPHANUMERIC, 99),
          new Form("sk_" + "test_", Dice.ALPHANUMERIC, 24),
          new Form("wh" + "sec_", Dice.ALPHANUMERIC, 32),
          new Form("sk-" + "proj-", URL64, 124),
          new Form("sk-", Dice.ALPHANUMERIC, 20, "T3Blbk" + "FJ*20"),
          new Form("sk-" + "ant-api03-", URL64, 93, "AA"),
          new Form("h" + "f_", Dice.UPPER + Dice.LOWER, 34),
          new Form("np" + "m_", Dice.ALPHANUMERIC, 36),
          new Form("py" + "pi-AgEIcHlwaS5vcmc", URL64, 120),
          new Form("dckr" + "_pat_", URL64, 27),
          new Form("dop" + "_v1_", Dice.HEX, 64),
          new Form("S" + "G.", URL64, 22, ".*43u"),
          new Form("shp" + "at_", Dice.HEX, 32),
          new Form("ATA" + "TT3xFfGF0", URL64, 176),
          new Form("lin" + "_api_", Dice.ALPHANUMERIC, 40),
          new Form("hv" + "s.", URL64, 90),
          new Form("da" + "pi", Dice.HEX, 32),
          new Form("NR" + "AK-", Dice.UPPER + Dice.DIGITS, 27),
          new Form("sb" + "p_", Dice.HEX, 40),
          new Form("gl" + "sa_", Dice.ALPHANUMERIC, 32, "_*8h"),
          new Form("PM" + "AK-", Dice.HEX, 24, "-*34h"),
          new Form("pscale" + "_tkn_", URL64, 43),
          new Form("AGE-SECRET" + "-KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58));

  private static final List<String> WORDS =
      List.of(
          "sunshine",
          "Dragon",
          "winter",
          "Monkey",
          "hunter",
          "Passau",
          "letmein",
          "qwerty",
          "Sommer",
          "orange",
          "Kiwi",
          "bluebird",
          "trustno",
          "Falcon");

  private Secrets() {}

  static String apiKey(Dice dice, String layout) {
    return switch (layout) {
      case "" -> key(dice.pick(FORMS), dice);
      case "aws-secret" -> mixed(dice, Dice.ALPHANUMERIC + "/+", 40);
      case "azure" -> Base64.getEncoder().encodeToString(dice.bytes(64));
      case "opaque" -> mixed(dice, LOWER36, 40);
      case "slack-hook" ->
          "https://hooks.slack"
              + ".com/services/T"
              + dice.letters(BASE32, 8)
              + "/B"
              + dice.letters(BASE32, 10)
              + "/"
              + mixed(dice, Dice.ALPHANUMERIC, 24);
      case "telegram" -> dice.between(100_000_000, 999_999_999) + ":AA" + mixed(dice, URL64, 33);
      default -> throw new IllegalArgumentException("layout of api-key: " + layout);
    };
  }

  private static String key(Form form, Dice dice) {
    StringBuilder key = new StringBuilder(form.prefix());
    key.append(mixed(dice, form.alphabet(), form.length()));
    String suffix = form.suffix();
    for (int i = 0; i < suffix.length(); i++) {
      if (suffix.charAt(i) != '*') {
        key.append(suffix.charAt(i));
        continue;
      }
      int end = i + 1;
      while (end < suffix.length() && Character.isDigit(suffix.charAt(end))) {
        end++;
      }
      int length = Integer.parseInt(suffix.substring(i + 1, end));
      char alphabet = end < suffix.length() ? suffix.charAt(end) : '-';
      switch (alphabet) {
        case 'n' -> key.append(dice.digits(length));
        case 'h' -> key.append(dice.letters(Dice.HEX, length));
        case 'u' -> key.append(dice.letters(URL64, length));
        default -> {
          key.append(dice.letters(Dice.ALPHANUMERIC, length));
          end--;
        }
      }
      i = end;
    }
    return key.toString();
  }

  /** Ends with a letter or digit, so that it is clear where the value ends. */
  private static String mixed(Dice dice, String alphabet, int length) {
    while (true) {
      String text = dice.letters(alphabet, length);
      if (Character.isLetterOrDigit(text.charAt(length - 1))
          && Character.isLetterOrDigit(text.charAt(0))) {
        return text;
      }
    }
  }

  static String password(Dice dice, String layout) {
    return switch (layout) {
      case "" -> strong(dice, "!#%+-_.@$*~");
      case "quoted" ->
          dice.chance(15)
              ? dice.pick(WORDS) + " " + dice.pick(WORDS) + " " + dice.between(10, 99)
              : strong(dice, "!#%&+-_.:@$*~;,()=?");
      case "simple" -> dice.pick("postgres", "changeit", "sesame", "hunter2", "s3cr3t", "rootroot");
      case "hex" -> dice.letters(Dice.HEX, dice.pick(List.of(32, 40, 64)));
      case "url" -> strong(dice, "-_.~!");
      default -> throw new IllegalArgumentException("layout of password: " + layout);
    };
  }

  private static String strong(Dice dice, String signs) {
    return switch (dice.between(0, 3)) {
      case 0 -> dice.pick(WORDS) + dice.between(10, 2099) + dice.letter("!#%");
      case 1 -> dice.pick(WORDS) + dice.letter("-_.") + dice.pick(WORDS) + dice.between(1, 99);
      case 2 -> dice.letters(Dice.ALPHANUMERIC, dice.between(10, 24)) + dice.between(0, 9);
      default ->
          dice.letter(Dice.UPPER)
              + dice.letters(Dice.LOWER, 3)
              + dice.letter(signs)
              + dice.letters(Dice.ALPHANUMERIC, dice.between(4, 12))
              + dice.between(10, 99);
    };
  }

  static String urlCredentials(Dice dice, String layout) {
    String user = dice.pick("admin", "svc_app", "deploy", "anna", "root", "ci-bot", "app.user");
    return switch (layout) {
      case "" -> user + ":" + password(dice, "url");
      case "encoded" -> user + ":" + dice.pick(WORDS) + "%40" + dice.between(10, 99) + "%21x";
      case "no-user" -> ":" + password(dice, "url");
      default -> throw new IllegalArgumentException("layout of url-credentials: " + layout);
    };
  }

  static String jwt(Dice dice) {
    String header =
        dice.pick(
            "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
            "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k" + dice.between(1, 99) + "\"}",
            "{\"typ\":\"JWT\",\"alg\":\"ES256\"}",
            "{\"alg\":\"none\"}",
            "{\"kid\":\"" + dice.letters(Dice.HEX, 16) + "\",\"alg\":\"PS256\"}",
            "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\"}");
    String payload =
        "{\"sub\":\""
            + dice.between(1000, 99999)
            + "\",\"name\":\""
            + dice.pick(People.FIRST)
            + "\",\"iat\":"
            + dice.between(1_500_000_000, 1_799_999_999)
            + "}";
    return url64(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + url64(payload.getBytes(StandardCharsets.UTF_8))
        + "."
        + url64(dice.bytes(dice.pick(List.of(32, 64, 256))));
  }

  private static String url64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String privateKey(Dice dice, String layout) {
    String type =
        dice.pick(
            "RSA PRIVATE KEY",
            "PRIVATE KEY",
            "EC PRIVATE KEY",
            "OPENSSH PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "DSA PRIVATE KEY",
            "PGP PRIVATE KEY BLOCK");
    String newline =
        switch (layout) {
          case "" -> dice.chance(20) ? "\r\n" : "\n";
          case "escaped" -> "\\n";
          case "indented" -> "\n    ";
          default -> throw new IllegalArgumentException("layout of private-key: " + layout);
        };
    StringBuilder key = new StringBuilder("-----BEGIN ").append(type).append("-----");
    key.append(newline);
    if (type.startsWith("PGP")) {
      key.append("Version: 2").append(newline).append(newline);
    }
    String body = Base64.getEncoder().encodeToString(dice.bytes(dice.between(100, 600)));
    for (int at = 0; at < body.length(); at += 64) {
      key.append(body, at, Math.min(body.length(), at + 64)).append(newline);
    }
    return key.append("-----END ").append(type).append("-----").toString();
  }

  /** Something in capitals, as examples name a secret that is to be filled in. */
  static String placeholder(Dice dice) {
    String word = dice.pick("password", "secret", "api_key", "token");
    return switch (dice.between(0, 9)) {
      case 0 -> "<" + word + ">";
      case 1 -> "${" + word.toUpperCase(Locale.ROOT) + "}";
      case 2 -> "{{ " + word + " }}";
      case 3 -> "********";
      case 4 -> "<your-" + word + ">";
      case 5 -> "null";
      case 6 -> "$" + word.toUpperCase(Locale.ROOT);
      case 7 -> "[" + word.replace('_', '-') + "]";
      case 8 -> "{" + word + "}";
      default -> "%" + word + "%";
    };
  }
}
