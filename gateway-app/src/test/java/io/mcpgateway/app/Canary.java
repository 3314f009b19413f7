package io.mcpgateway.app;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that must not come through a mask, with what stands around it so that it is known.
 *
 * @param kind as policies name it
 * @param before what stands in front of it
 * @param after what stands behind it
 * @param secrets the parts of it that nobody may see
 * @param name what a member is called whose value it is
 * @param number the value as a JSON number; null if it is none
 */
record Canary(
    String kind,
    String before,
    String value,
    String after,
    List<String> secrets,
    String name,
    @Nullable String number) {

  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  private static final String CLAIMS = encoded("{\"sub\":\"quentin-marrow\"}");
  private static final String SIGNATURE = "c2lnbmF0dXJlLW9mLWEtdGVzdA";
  private static final String KEY =
      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDCk5lhfP7vEXmQ";

  /** One of each kind. */
  static final List<Canary> ALL =
      List.of(
          number("card", "", "5425 2334 3010 9903", "note", "5425233430109903"),
          text("iban", "", "GB29NWBK60161331926819"),
          text("email", "", "zebedee.quill@wumblefink.com"),
          number("phone", "phone ", "+1 415 555 2671", "phone_number", "14155552671"),
          text("ipv4", "", "52.94.236.248"),
          text("ipv6", "", "2a03:2880:f12f:83:face:b00c:0:25de"),
          text("mac", "", "00:1b:44:11:3a:b7"),
          text("uuid", "", "f47ac10b-58cc-4372-a567-0e02b2c3d479"),
          text("date-of-birth", "born ", "1984-11-23"),
          number("us-ssn", "ssn ", "536-90-4399", "ssn", "536904399"),
          number("br-cpf", "CPF ", "529.982.247-25", "cpf", "52998224725"),
          text("ca-sin", "SIN ", "046 454 286"),
          number("cn-ric", "", "440524188001010014", "note", "440524188001010014"),
          number("de-tax-id", "Steuer-ID ", "86095742719", "tax_id", "86095742719"),
          text("es-nif", "DNI ", nif(71_234_569)),
          text("fi-hetu", "", "131052-308T"),
          number("fr-nir", "", "255081416802538", "note", "255081416802538"),
          number("uk-nhs", "NHS number ", "9434765919", "nhsnumber", "9434765919"),
          number("in-aadhaar", "Aadhaar ", "2345 6789 0124", "aadhaarnumber", "234567890124"),
          text("it-fiscal-code", "", "RSSMRA85T10A562S"),
          number("kr-rrn", "RRN ", "971013-9019902", "rrn", "9710139019902"),
          number("nl-bsn", "burgerservicenummer ", "111222333", "bsn", "111222333"),
          number("no-fnr", "", "15108695088", "note", "15108695088"),
          number("pl-pesel", "PESEL ", "44051401359", "pesel", "44051401359"),
          number("se-pnr", "", "811218-9876", "personnummer", "198112189876"),
          text("sg-nric", "", "S1234567D"),
          new Canary(
              "jwt",
              "",
              HEADER + "." + CLAIMS + "." + SIGNATURE,
              "",
              List.of(CLAIMS, SIGNATURE, "quentin-marrow"),
              "note",
              null),
          new Canary(
              "private-key",
              "-----BEGIN PRIVATE KEY-----\n",
              KEY,
              "\n-----END PRIVATE KEY-----",
              List.of(KEY),
              "note",
              null),
          text("api-key", "", "AK" + "IA" + "Q4ZUB7TW2MXKVE6R"),
          text("password", "password=", "Hunter2Zeb9x"),
          new Canary(
              "url-credentials",
              "https://",
              "svcwombat:Tr0ub4dor9",
              "@db.corp.com/x",
              List.of("Tr0ub4dor9"),
              "note",
              null));

  /** Three that are unlike each other, for what is not tried with all. */
  static final List<Canary> THREE =
      ALL.stream().filter(each -> List.of("card", "email", "us-ssn").contains(each.kind)).toList();

  private static Canary text(String kind, String before, String value) {
    return new Canary(kind, before, value, "", List.of(value), "note", null);
  }

  private static Canary number(
      String kind, String before, String value, String name, String number) {
    return new Canary(kind, before, value, "", List.of(value, number), name, number);
  }

  private static String nif(int number) {
    return number + "" + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The value and what stands around it. */
  String text() {
    return before + value + after;
  }

  @Override
  public String toString() {
    return kind;
  }
}
