package io.mcpgateway.policy.detect.quality;

import java.util.List;
import java.util.Locale;

/** Names of people, companies and places that do not exist together. */
final class People {
  static final List<String> FIRST =
      List.of(
          "Anna", "James", "Maria", "Wei", "Olga", "Jürgen", "Chloé", "Luca", "Sofía", "Piotr",
          "Ingrid", "Mateus", "Aino", "Priya", "Min-jun", "Fatima", "Sean", "Daan", "Lars", "Zoë",
          "Emily", "Robert", "Karin", "Ahmed", "Beatriz", "Tomasz", "Noah", "Ewa");
  static final List<String> LAST =
      List.of(
          "Miller",
          "Schmidt",
          "Rossi",
          "García",
          "Lefèvre",
          "Kowalski",
          "Nakamura",
          "Okafor",
          "Jensen",
          "Virtanen",
          "de Vries",
          "O'Connor",
          "Müller",
          "Silva",
          "Kim",
          "Zhang",
          "Patel",
          "Andersson",
          "Novák",
          "Haddad",
          "Brown",
          "Taylor",
          "Weber",
          "Moreau",
          "Costa");
  static final List<String> COMPANY =
      List.of(
          "Northwind Traders",
          "Brandt & Söhne GmbH",
          "Acme Corp.",
          "Atelier Durand SARL",
          "Banca del Lago",
          "Polar Freight AB",
          "Kestrel Insurance",
          "Globex",
          "Hexa Robotics",
          "Tulip Logistics B.V.",
          "Sunrise Clinic",
          "Blue Harbor LLC");
  static final List<String> CITY =
      List.of(
          "Berlin", "Lyon", "Sevilla", "Torino", "Utrecht", "Kraków", "Porto", "Malmö", "Leeds",
          "Austin", "Toronto", "Pune", "Busan", "Bergen", "Tampere", "Zürich");

  private static final List<String> LOCAL =
      List.of(
          "anna",
          "j.miller",
          "m_rossi",
          "piotr.kowalski",
          "info",
          "sofia-garcia",
          "k.w",
          "support",
          "chloe.l",
          "zhangwei",
          "r2d2fan",
          "lars_andersson",
          "billing",
          "hr",
          "x.y.z",
          "emily.brown",
          "no-reply",
          "Daan.deVries",
          "o'connor",
          "jsmith");
  private static final List<String> HOST =
      List.of(
          "example",
          "mail.example",
          "northwind",
          "acme-corp",
          "hexa-robotics",
          "gmail",
          "outlook",
          "uni-mainz",
          "students.uni-mainz",
          "globex",
          "polarfreight",
          "web",
          "gmx",
          "t-online",
          "mx1.kestrel",
          "kestrel-insurance",
          "sunrise-clinic",
          "x1",
          "123reg");
  private static final List<String> TOP =
      List.of(
          "com",
          "com",
          "com",
          "org",
          "net",
          "de",
          "co.uk",
          "fr",
          "es",
          "it",
          "nl",
          "pl",
          "com.br",
          "pt",
          "se",
          "no",
          "fi",
          "io",
          "dev",
          "eu",
          "ca",
          "co.in",
          "kr",
          "sg",
          "ch",
          "edu",
          "gov",
          "info",
          "museum",
          "app",
          "technology");

  private People() {}

  static String name(Dice dice) {
    return dice.pick(FIRST) + " " + dice.pick(LAST);
  }

  static String email(Dice dice, String layout) {
    String local = dice.pick(LOCAL);
    switch (dice.between(0, 9)) {
      case 0, 1 -> local += dice.between(1, 1999);
      case 2 -> local += "+" + dice.pick("news", "shop", "test1", "invoices", "a-b");
      case 3, 4 -> local = dice.letters(Dice.LOWER, dice.between(3, 10)) + "." + local;
      default -> {}
    }
    String address = local + "@" + dice.pick(HOST) + "." + dice.pick(TOP);
    return switch (layout) {
      case "" -> dice.chance(5) ? address.toUpperCase(Locale.ROOT) : address;
      case "plain" -> dice.pick("anna", "j.miller", "info", "emily.brown") + "@example.com";
      default -> throw new IllegalArgumentException("layout of email: " + layout);
    };
  }
}
