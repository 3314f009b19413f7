package io.mcpgateway.policy.detect.quality;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** What stands around sensitive values in texts and is not one. */
final class Fillers {
  private Fillers() {}

  static String written(String word, Dice dice) {
    return switch (word) {
      case "name" -> People.name(dice);
      case "first" -> dice.pick(People.FIRST);
      case "last" -> dice.pick(People.LAST);
      case "company" -> dice.pick(People.COMPANY);
      case "city" -> dice.pick(People.CITY);
      case "street" ->
          dice.pick("Hauptstr.", "Rue du Port", "Elm Street", "Via Roma", "Kerkstraat")
              + " "
              + dice.between(1, 240);
      case "zip" -> dice.padded(10000, 99999, 5);
      case "order" -> dice.pick("ORD-", "#", "A-", "SO", "") + dice.between(100000, 99999999);
      case "invoice" ->
          dice.pick("INV-", "RE", "F")
              + dice.between(2019, 2026)
              + dice.pick("-", "/")
              + dice.padded(1, 99999, 5);
      case "ticket" -> dice.pick("INC", "TCK-", "CS-", "#") + dice.between(1000, 9999999);
      case "price" -> dice.between(1, 999) + "." + dice.padded(0, 99, 2);
      case "amount" ->
          dice.between(1, 99) + "," + dice.padded(0, 999, 3) + "." + dice.padded(0, 99, 2);
      case "euro" ->
          dice.between(1, 99) + "." + dice.padded(0, 999, 3) + "," + dice.padded(0, 99, 2);
      case "int" -> Integer.toString(dice.between(0, 9999));
      case "small" -> Integer.toString(dice.between(1, 60));
      case "percent" -> dice.between(0, 100) + "%";
      case "timestamp" -> timestamp(dice);
      case "clf" ->
          dice.padded(1, 28, 2) + "/Mar/" + dice.between(2019, 2026) + ":" + time(dice) + " +0000";
      case "date" -> timestamp(dice).substring(0, 10);
      case "date-dot" ->
          dice.padded(1, 28, 2) + "." + dice.padded(1, 12, 2) + "." + dice.between(2019, 2026);
      case "date-slash" ->
          dice.padded(1, 28, 2) + "/" + dice.padded(1, 12, 2) + "/" + dice.between(2019, 2026);
      case "time" -> time(dice);
      case "epoch" -> Long.toString(dice.between(1_400_000_000L, 1_799_999_999L));
      case "millis" -> Long.toString(dice.between(1_400_000_000_000L, 1_799_999_999_999L));
      case "sha1" -> dice.letters(Dice.HEX, 40);
      case "sha256" -> dice.letters(Dice.HEX, 64);
      case "hash7" -> dice.letters(Dice.HEX, 7);
      case "version" -> version(dice);
      case "number16" -> Cards.noCard(dice, 16);
      case "number12" -> Cards.noCard(dice, 12);
      case "tracking" -> tracking(dice);
      case "isbn" -> isbn(dice);
      case "ean" -> ean(dice, dice.pick("40", "87", "50", "76", "03"));
      case "sku" ->
          dice.letters(Dice.UPPER, 3)
              + "-"
              + dice.between(100, 9999)
              + dice.pick("", "-XL", "-B", "/2");
      case "thread" -> dice.pick("main", "http-nio-8080-exec-" + dice.between(1, 20), "worker-3");
      case "class" ->
          "com.acme."
              + dice.pick(
                  "billing.InvoiceService",
                  "crm.Contacts",
                  "auth.LoginController",
                  "payments.ChargeJob",
                  "net.Proxy");
      case "port" -> Integer.toString(dice.between(1024, 65535));
      case "path" ->
          dice.pick("/v1/orders/", "/api/users/", "/static/img/", "/checkout/")
              + dice.between(1, 99999);
      case "host" ->
          dice.pick("db1.internal", "api.example.com", "cache.prod.svc", "mq.acme.local");
      case "latlon" ->
          dice.between(-89, 89)
              + "."
              + dice.digits(6)
              + ", "
              + dice.between(-179, 179)
              + "."
              + dice.digits(6);
      case "base64" -> Base64.getEncoder().encodeToString(dice.bytes(dice.between(24, 90)));
      default -> throw new IllegalArgumentException("no such slot: {" + word + "}");
    };
  }

  static String timestamp(Dice dice) {
    Instant at = Instant.ofEpochMilli(dice.between(1_500_000_000_000L, 1_799_999_999_999L));
    return dice.chance(50)
        ? at.truncatedTo(ChronoUnit.SECONDS).toString()
        : at.toString().replace('T', ' ').replace("Z", "");
  }

  static String time(Dice dice) {
    return dice.padded(0, 23, 2) + ":" + dice.padded(0, 59, 2) + ":" + dice.padded(0, 59, 2);
  }

  static String version(Dice dice) {
    return dice.between(0, 30)
        + "."
        + dice.between(0, 40)
        + "."
        + dice.between(0, 99)
        + dice.pick("", "", "-rc.1", "-SNAPSHOT", "+build." + dice.between(1, 999));
  }

  static String tracking(Dice dice) {
    return switch (dice.between(0, 4)) {
      case 0 -> "1Z" + dice.letters(Dice.UPPER + Dice.DIGITS, 6) + dice.digits(10);
      case 1 -> "7" + dice.digits(11);
      case 2 -> dice.letters(Dice.UPPER, 2) + dice.digits(9) + dice.pick("DE", "US", "CN", "GB");
      case 3 -> "JJD" + dice.digits(18);
      default -> Dice.grouped("94" + dice.digits(20), " ", 4, 4, 4, 4, 4, 2);
    };
  }

  static String isbn(Dice dice) {
    String twelve = dice.pick("978", "979") + dice.digits(9);
    String isbn = twelve + eanCheck(twelve);
    return dice.chance(50) ? isbn : Dice.grouped(isbn, "-", 3, 1, 4, 4, 1);
  }

  static String ean(Dice dice, String prefix) {
    String twelve = prefix + dice.digits(12 - prefix.length());
    return twelve + eanCheck(twelve);
  }

  private static int eanCheck(String twelve) {
    return (10 - CheckDigits.weighted(twelve, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3) % 10) % 10;
  }
}
