package io.mcpgateway.policy.detect.quality;

import static java.util.Map.entry;

import io.mcpgateway.policy.detect.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Texts with nothing to find, of the sort that detectors like to fall for. */
final class Negatives {
  /** Where anything may stand. */
  private static final List<String> ANYWHERE =
      List.of(
          "%s",
          "Status of %s: done",
          "see %s, please",
          "{\"id\":\"%s\",\"state\":\"open\"}",
          "ref=%s ok",
          "| 17 | %s | shipped |",
          "7,%s,true",
          "2024-03-01 12:30:45 INFO processed %s in 12 ms",
          "(%s)",
          "<td>%s</td>",
          "- %s\n- other");

  private static final Map<String, Function<Dice, String>> GENERATORS =
      Map.ofEntries(
          entry("order-number", dice -> Fillers.written("order", dice)),
          entry("order-number-10", dice -> "order " + dice.letter("123456789") + dice.digits(9)),
          entry(
              "order-number-dashed",
              dice -> "Order " + dice.digits(3) + "-" + dice.digits(7) + "-" + dice.digits(7)),
          entry("invoice-number", dice -> Fillers.written("invoice", dice)),
          entry("customer-number", dice -> "customer no. " + dice.digits(dice.between(6, 10))),
          entry("epoch-seconds", dice -> Fillers.written("epoch", dice)),
          entry("epoch-millis", dice -> Fillers.written("millis", dice)),
          entry("epoch-micros", dice -> Fillers.written("millis", dice) + dice.digits(3)),
          entry("epoch-nanos", dice -> Fillers.written("millis", dice) + dice.digits(6)),
          entry("epoch-fraction", dice -> Fillers.written("epoch", dice) + "." + dice.digits(6)),
          entry("iso-timestamp", Fillers::timestamp),
          entry(
              "iso-timestamp-offset",
              dice -> Fillers.written("date", dice) + "T" + Fillers.time(dice) + "+02:00"),
          entry(
              "log-time",
              dice ->
                  Fillers.written("date", dice).replace('-', '/')
                      + " "
                      + Fillers.time(dice)
                      + "."
                      + dice.digits(6)),
          entry(
              "compact-time",
              dice ->
                  Fillers.written("date", dice).replace("-", "")
                      + Fillers.time(dice).replace(":", "")),
          entry(
              "dates",
              dice ->
                  "due "
                      + Fillers.written("date-dot", dice)
                      + ", shipped "
                      + Fillers.written("date-slash", dice)),
          entry(
              "years", dice -> "between 19" + dice.digits(2) + " and 20" + dice.padded(10, 26, 2)),
          entry("week", dice -> "2025-W" + dice.padded(1, 52, 2) + "-3, Q2 2026, FY2024/25"),
          entry("sha1", dice -> dice.letters(Dice.HEX, 40)),
          entry("sha256", dice -> "sha256:" + dice.letters(Dice.HEX, 64)),
          entry("md5", dice -> dice.letters(Dice.HEX, 32)),
          entry("short-hash", dice -> dice.letters(Dice.HEX, dice.between(7, 12))),
          entry(
              "decimal-hash", dice -> "build-" + dice.digits(8) + "-" + dice.letters(Dice.HEX, 7)),
          entry(
              "fingerprint",
              dice ->
                  Dice.grouped(
                      dice.letters(Dice.HEX, 40).toUpperCase(Locale.ROOT),
                      ":",
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2,
                      2)),
          entry("version", dice -> "v" + Fillers.version(dice)),
          entry(
              "four-part-version",
              dice ->
                  dice.pick("version ", "v", "Version: ", "FileVersion ")
                      + dice.between(1, 20)
                      + "."
                      + dice.between(0, 9)
                      + "."
                      + dice.between(0, 250)
                      + "."
                      + dice.between(0, 250)),
          entry(
              "browser",
              dice ->
                  "Mozilla/5.0 (X11; Linux x86_64) Chrome/"
                      + dice.between(90, 140)
                      + ".0."
                      + dice.between(4000, 7000)
                      + "."
                      + dice.between(10, 255)
                      + " Safari/537.36"),
          entry("oid", dice -> "1.3.6.1.4.1." + dice.between(1, 50000) + "." + dice.between(1, 9)),
          entry("random-16-spaced", dice -> Dice.inFours(Cards.noCard(dice, 16), " ")),
          entry("random-15", dice -> Cards.noCard(dice, 15)),
          entry("random-19", dice -> Cards.noCard(dice, 19)),
          entry("long-number", dice -> "1" + dice.digits(dice.between(24, 60))),
          entry("pi", dice -> "3." + dice.digits(dice.between(14, 18))),
          entry("imei", Negatives::imei),
          entry(
              "iccid",
              dice -> {
                String body = "8949" + dice.digits(14);
                return body + CheckDigits.luhn(body);
              }),
          entry("ups", dice -> "1Z" + dice.letters(Dice.UPPER + Dice.DIGITS, 6) + dice.digits(10)),
          entry("fedex", dice -> "tracking " + Cards.noCard(dice, dice.pick(List.of(12, 15)))),
          entry("usps", dice -> Dice.inFours("94" + dice.digits(20), " ")),
          entry(
              "postal-tracking",
              dice -> dice.letters(Dice.UPPER, 2) + dice.digits(9) + dice.pick("DE", "US", "GB")),
          entry(
              "isbn-10",
              dice ->
                  "ISBN "
                      + dice.digits(1)
                      + "-"
                      + dice.digits(4)
                      + "-"
                      + dice.digits(4)
                      + "-"
                      + dice.letter("0123456789X")),
          entry("isbn-13", Fillers::isbn),
          entry("ean", dice -> Fillers.ean(dice, "40")),
          entry("upc", dice -> "0 " + dice.digits(5) + " " + dice.digits(5) + " " + dice.digits(1)),
          entry("coordinates", dice -> Fillers.written("latlon", dice)),
          entry(
              "price", dice -> dice.pick("$", "€ ", "£", "CHF ") + Fillers.written("amount", dice)),
          entry(
              "price-list",
              dice ->
                  Fillers.written("price", dice)
                      + " "
                      + Fillers.written("price", dice)
                      + " "
                      + Fillers.written("euro", dice)
                      + " EUR"),
          entry(
              "range",
              dice ->
                  "pages "
                      + dice.between(100, 199)
                      + "-"
                      + dice.between(200, 299)
                      + ", ports "
                      + dice.between(1000, 1999)
                      + "-"
                      + dice.between(2000, 9999)),
          entry("time", dice -> "from " + Fillers.time(dice) + " to " + Fillers.time(dice)),
          entry(
              "ratio", dice -> "16:9 or 4:3:" + dice.between(1, 9) + ", 1:" + dice.between(2, 99)),
          entry(
              "file-size", dice -> dice.digits(7) + " bytes (" + dice.between(1, 900) + ".5 MiB)"),
          entry(
              "css",
              dice ->
                  "a::before { color: #"
                      + dice.letters(Dice.HEX, 6)
                      + "; margin: 12px 10px; "
                      + "background: rgba(12, 34, 56, 0.7) url(icon@2x.png) }"),
          entry(
              "scope",
              dice ->
                  dice.pick(
                      "std::vector<int>",
                      "::std::move(x)",
                      "Foo::bar(1)",
                      "a::b::c",
                      "ActiveRecord::Base",
                      "std::chrono::seconds(5)",
                      "List::<u8>::new()")),
          entry(
              "npm",
              dice ->
                  dice.pick("@types/node", "@angular/core", "lodash", "@babel/cli")
                      + "@"
                      + dice.between(1, 20)
                      + "."
                      + dice.between(0, 20)
                      + "."
                      + dice.between(0, 9)),
          entry(
              "handle",
              dice ->
                  "@"
                      + dice.pick("jane_doe", "acme.support", "dev42", "team-x")
                      + " and @"
                      + dice.letters(Dice.LOWER, 6)),
          entry(
              "retina",
              dice ->
                  dice.pick("icon", "logo", "hero-1")
                      + "@"
                      + dice.pick("2x", "3x")
                      + dice.pick(".png", ".webp", ".jpg")),
          entry("annotation", dice -> "@Override @Test(timeout = " + dice.between(10, 900) + ")"),
          entry(
              "doi",
              dice ->
                  "10."
                      + dice.between(1000, 9999)
                      + "/j.cell."
                      + dice.between(2001, 2026)
                      + "."
                      + dice.padded(1, 12, 2)
                      + "."
                      + dice.digits(3)),
          entry(
              "cas", dice -> dice.pick("64-17-5", "7732-18-5", "50-00-0", "58-08-2", "7647-14-5")),
          entry(
              "part-number",
              dice ->
                  "P/N "
                      + dice.letter(Dice.UPPER)
                      + dice.digits(4)
                      + "-"
                      + dice.digits(3)
                      + "-"
                      + dice.digits(2)),
          entry(
              "nsn",
              dice ->
                  "NSN "
                      + dice.digits(4)
                      + "-"
                      + dice.digits(2)
                      + "-"
                      + dice.digits(3)
                      + "-"
                      + dice.digits(4)),
          entry(
              "hex-dump",
              dice -> {
                String hex = dice.letters(Dice.HEX, 64);
                return "00000010  "
                    + Dice.grouped(
                        hex.substring(0, 32), " ", 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)
                    + "  |....|";
              }),
          entry("hex-words", dice -> "0000020 " + Dice.inFours(dice.letters(Dice.HEX, 32), " ")),
          entry(
              "base64-image",
              dice ->
                  "data:image/png;base64,iVBORw0KGgo"
                      + Base64.getEncoder().encodeToString(dice.bytes(300))),
          entry("base64", dice -> Base64.getEncoder().encodeToString(dice.bytes(60))),
          entry("ulid", dice -> "01H" + dice.letters("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 23)),
          entry("object-id", dice -> dice.letters(Dice.HEX, 24)),
          entry("snowflake", dice -> "msg " + Cards.noCard(dice, 18)),
          entry(
              "placeholder",
              dice ->
                  dice.pick("password: ", "password=", "api_key = ", "\"secret\": \"", "TOKEN=")
                      + Secrets.placeholder(dice)),
          entry(
              "secret-lookup",
              dice ->
                  dice.pick(
                      "password = os.environ[\"DB_PASSWORD\"]",
                      "token = process.env.TOKEN",
                      "String password = config.getString(\"password\");",
                      "const secret = await vault.read(path)",
                      "password=\"$DB_PASSWORD\"",
                      "api_key: ${{ secrets.API_KEY }}",
                      "password: !vault |",
                      "token: string;",
                      "password: str | None = None",
                      "apiKey?: string",
                      "token = next(tokens)")),
          entry(
              "secret-prose",
              dice ->
                  dice.pick(
                      "Your password must have at least 12 characters.",
                      "The password is required.",
                      "I forgot my password, please reset it.",
                      "Error: password is incorrect",
                      "The secret is to keep it simple.",
                      "Password: must not be empty",
                      "Please enter your password",
                      "max_tokens: 4096",
                      "token_type: bearer",
                      "Tokens used: 1523 of 4096",
                      "passwordless login is on",
                      "password reset link sent",
                      "Authorization: required",
                      "the token is invalid or has expired")),
          entry(
              "phone-like",
              dice ->
                  dice.pick(
                      "ticket 555-1234-99",
                      "case 4711-0815",
                      "RMA 800-2234-19",
                      "room 12-345",
                      "Model 2024-100-7",
                      "§ 123-4567",
                      "flight LH 0455-2212",
                      "DIN 912-6-30",
                      "ISO 9001-2015")),
          entry(
              "callback-words",
              dice ->
                  "3 missed calls, 12 contacts, mobile app 4."
                      + dice.between(1, 99)
                      + ", fax "
                      + dice.pick("none", "n/a")),
          entry(
              "born-words",
              dice ->
                  "The project was born in "
                      + dice.between(1990, 2020)
                      + " and has its birthday every year"),
          entry("vat-id", dice -> dice.pick("DE", "ATU", "PL", "FR1", "IE") + dice.digits(9)),
          entry("bic", dice -> dice.pick("DEUTDEFFXXX", "BNPAFRPP", "COBADEFF", "INGBNL2A")),
          entry(
              "arn",
              dice ->
                  "arn:aws:iam::"
                      + dice.letter("12345678")
                      + Cards.noCard(dice, 11)
                      + ":role/reader"),
          entry(
              "image-tag",
              dice ->
                  "registry.example.com:5000/app/nginx:1."
                      + dice.between(10, 30)
                      + "."
                      + dice.between(0, 9)),
          entry("maven", dice -> "org.acme:core:" + Fillers.version(dice)),
          entry(
              "stack-frame",
              dice -> "at com.acme.pay.Charge.run(Charge.java:" + dice.between(10, 2000) + ")"),
          entry(
              "diff",
              dice ->
                  "@@ -" + dice.between(1, 999) + ",7 +" + dice.between(1, 999) + ",8 @@ class A"),
          entry(
              "id-list",
              dice ->
                  "where id in ("
                      + dice.digits(6)
                      + ", "
                      + dice.digits(6)
                      + ", "
                      + dice.digits(6)
                      + ")"),
          entry(
              "matrix",
              dice ->
                  dice.digits(2)
                      + " "
                      + dice.digits(2)
                      + " "
                      + dice.digits(3)
                      + " "
                      + dice.digits(1)
                      + " "
                      + dice.digits(2)),
          entry(
              "table-of-numbers",
              dice ->
                  dice.digits(4)
                      + " "
                      + dice.digits(3)
                      + " "
                      + dice.digits(5)
                      + " "
                      + dice.digits(2)
                      + " "
                      + dice.digits(6)),
          entry(
              "measures",
              dice ->
                  dice.between(10, 99)
                      + "."
                      + dice.digits(2)
                      + " kg, "
                      + dice.between(100, 199)
                      + " cm, "
                      + dice.between(90, 180)
                      + "/"
                      + dice.between(60, 99)
                      + " mmHg"),
          entry("wrong-card", dice -> "card " + wrong(Cards.common(dice))),
          entry(
              "wrong-iban",
              dice -> {
                String iban = Ibans.any(dice);
                int check = Integer.parseInt(iban.substring(2, 4));
                return "IBAN "
                    + iban.substring(0, 2)
                    + Dice.pad(check > 60 ? check - 7 : check + 7, 2)
                    + iban.substring(4);
              }),
          entry(
              "wrong-ssn",
              dice ->
                  "SSN "
                      + dice.pick("000", "666", "9" + dice.digits(2))
                      + "-"
                      + dice.padded(1, 99, 2)
                      + "-"
                      + dice.padded(1, 9999, 4)),
          entry("wrong-nhs", dice -> "NHS " + wrong(NationalIds.bare(Kind.UK_NHS, dice))),
          entry(
              "wrong-aadhaar", dice -> "Aadhaar " + wrong(NationalIds.bare(Kind.IN_AADHAAR, dice))),
          entry(
              "wrong-cpf",
              dice -> {
                String cpf = wrong(NationalIds.bare(Kind.BR_CPF, dice));
                return "CPF "
                    + Dice.grouped(cpf.substring(0, 9), ".", 3, 3, 3)
                    + "-"
                    + cpf.substring(9);
              }),
          entry("wrong-pesel", dice -> "PESEL " + wrong(NationalIds.bare(Kind.PL_PESEL, dice))),
          entry("wrong-bsn", dice -> "BSN " + wrong(NationalIds.bare(Kind.NL_BSN, dice))),
          entry(
              "wrong-personnummer",
              dice -> {
                String number = wrong(NationalIds.bare(Kind.SE_PNR, dice));
                return "personnummer " + number.substring(0, 6) + "-" + number.substring(6);
              }),
          entry("bare-9", dice -> dice.letter("123456789") + dice.digits(8)),
          entry("bare-10", dice -> dice.letter("123456789") + dice.digits(9)),
          entry("bare-11", dice -> dice.letter("123456789") + dice.digits(10)),
          entry("bare-12", dice -> Cards.noCard(dice, 12)),
          entry("bare-14", dice -> Cards.noCard(dice, 14)));

  private static final List<String> NAMES = GENERATORS.keySet().stream().sorted().toList();

  private Negatives() {}

  private static String imei(Dice dice) {
    String body = dice.pick("35", "86", "01") + dice.digits(12);
    return "IMEI " + body + CheckDigits.luhn(body);
  }

  /** With another last digit. */
  private static String wrong(String digits) {
    int last = digits.length() - 1;
    return digits.substring(0, last) + (digits.charAt(last) - '0' + 3) % 10;
  }

  static List<String> generators() {
    return NAMES;
  }

  static Sample any(Dice dice) {
    String name = dice.pick(NAMES);
    Function<Dice, String> generator = GENERATORS.getOrDefault(name, _ -> "");
    String text = dice.pick(ANYWHERE).replace("%s", generator.apply(dice));
    return new Sample("negative/" + name, "", text, List.of());
  }

  /** A UUID, which is one, and no number. */
  static Sample uuid(Dice dice) {
    String place = dice.pick(ANYWHERE);
    int start = place.indexOf("%s");
    String uuid =
        dice.chance(50)
            ? Addresses.uuid(dice)
            : Dice.grouped(
                dice.digits(12) + "4" + dice.digits(3) + "8" + dice.digits(15),
                "-",
                8,
                4,
                4,
                4,
                12);
    List<Label> labels = new ArrayList<>();
    labels.add(Label.of(Kind.UUID, start, start + uuid.length()));
    return new Sample("negative/uuid", "", place.replace("%s", uuid), labels);
  }

  /** Sixteen digits of which nothing is known. */
  static Sample random16(Dice dice, String digits) {
    return new Sample(
        "negative/random-16", "", dice.pick(ANYWHERE).replace("%s", digits), List.of());
  }
}
