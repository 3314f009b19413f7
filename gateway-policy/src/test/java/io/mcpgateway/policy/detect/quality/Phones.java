package io.mcpgateway.policy.detect.quality;

import java.util.ArrayList;
import java.util.List;

/** Phone numbers out of ranges that are in use, as they are written in each country. */
final class Phones {
  /** '#' any digit, '+' 2 to 9; spaces, dashes, dots, slashes and parentheses are as written. */
  private record Plan(String country, String international, List<String> national) {}

  private static final List<Plan> PLANS =
      List.of(
          new Plan("us", "+1 @ +## ####", List.of("(@) +##-####", "@-+##-####", "@.+##.####")),
          new Plan("us", "+1-@-+##-####", List.of("(@) +##-####", "@-+##-####", "@.+##.####")),
          new Plan("us", "+1 (@) +##-####", List.of("(@) +##-####", "@-+##-####")),
          new Plan("uk", "+44 7712 ######", List.of("07712 ######", "07900 ######", "0789#######")),
          new Plan("uk", "+44 20 7946 ####", List.of("020 7946 ####", "(020) 8### ####")),
          new Plan("uk", "+44 (0)161 496 ####", List.of("0161 496 ####", "0121 496 ####")),
          new Plan(
              "de", "+49 170 #######", List.of("0170 #######", "0170/#######", "0176-4#######")),
          new Plan(
              "de", "+49 30 2#######", List.of("030 2#######", "030/2#######", "(089) 2######")),
          new Plan("de", "+49 (0) 151 1#######", List.of("0151 1#######", "0221-9######")),
          new Plan("fr", "+33 6 1# ## ## ##", List.of("06 1# ## ## ##", "06.2#.##.##.##")),
          new Plan("fr", "+33 1 4# ## ## ##", List.of("01 4# ## ## ##", "014#######")),
          new Plan("es", "+34 612 ### ###", List.of("612 ### ###", "6########", "91 345 ## ##")),
          new Plan("es", "+34 91 345 ## ##", List.of("91 345 ## ##", "932 ## ## ##")),
          new Plan("it", "+39 347 #######", List.of("347 #######", "333 ### ####", "06 6982####")),
          new Plan("it", "+39 02 6982####", List.of("02 6982####", "347-#######")),
          new Plan("nl", "+31 6 1234####", List.of("06-2345####", "06 4321####", "020-62#####")),
          new Plan("pl", "+48 501 ### ###", List.of("501 ### ###", "602-###-###", "22 621 ## ##")),
          new Plan("pt", "+351 912 ### ###", List.of("912 ### ###", "21 346 ## ##")),
          new Plan("se", "+46 70 123 ## ##", List.of("070-123 ## ##", "08-505 ## ##")),
          new Plan("no", "+47 912 ## ###", List.of("912 ## ###", "22 98 ## ##")),
          new Plan("fi", "+358 40 123 ####", List.of("040 123 ####", "050-512####")),
          new Plan("br", "+55 11 98### ####", List.of("(11) 98###-####", "(21) 99###-####")),
          new Plan("in", "+91 98## ######", List.of("098########", "9845######")),
          new Plan("au", "+61 412 ### ###", List.of("0412 ### ###", "(02) 9374 ####")),
          new Plan("jp", "+81 90-1###-####", List.of("090-1###-####", "03-3###-####")),
          new Plan("kr", "+82 10-2###-####", List.of("010-2###-####")),
          new Plan("sg", "+65 9### ####", List.of("9### ####")),
          new Plan("ch", "+41 79 ### ## ##", List.of("079 4## ## ##", "044 668 ## ##")),
          new Plan("at", "+43 664 #######", List.of("0664 #######")),
          new Plan("cn", "+86 138 #### ####", List.of("138 #### ####")),
          new Plan("ie", "+353 86 123 ####", List.of("086 123 ####")));

  private static final List<String> US_AREAS =
      List.of(
          "212", "415", "617", "312", "206", "512", "303", "404", "702", "916", "305", "713", "202",
          "503", "614", "919", "808", "646", "818", "480");

  private Phones() {}

  static String written(Dice dice, String layout) {
    if (layout.isEmpty()) {
      String number = filled(dice.pick(PLANS).international(), dice);
      return switch (dice.between(0, 9)) {
        case 0, 1 -> compact(number);
        case 2 -> "00" + number.substring(1).replace("(0) ", "").replace("(0)", "");
        case 3 -> number.replace("(0) ", "").replace("(0)", "").replace(' ', '-');
        default -> number;
      };
    }
    if (layout.equals("e164")) {
      return compact(filled(dice.pick(PLANS).international(), dice));
    }
    boolean isInternational = layout.endsWith("-int");
    String country = isInternational ? layout.substring(0, 2) : layout;
    List<String> forms = new ArrayList<>();
    for (Plan plan : PLANS) {
      if (plan.country().equals(country)) {
        forms.addAll(isInternational ? List.of(plan.international()) : plan.national());
      }
    }
    if (forms.isEmpty()) {
      throw new IllegalArgumentException("layout of phone: " + layout);
    }
    return filled(dice.pick(forms), dice);
  }

  private static String compact(String number) {
    StringBuilder compact = new StringBuilder("+");
    String plain = number.replace("(0)", "");
    for (int i = 1; i < plain.length(); i++) {
      if (Character.isDigit(plain.charAt(i))) {
        compact.append(plain.charAt(i));
      }
    }
    return compact.toString();
  }

  private static String filled(String form, Dice dice) {
    StringBuilder number = new StringBuilder();
    for (int i = 0; i < form.length(); i++) {
      char c = form.charAt(i);
      switch (c) {
        case '#' -> number.append(dice.letter(Dice.DIGITS));
        case '@' -> number.append(dice.pick(US_AREAS));
        case '+' -> number.append(i == 0 ? c : dice.letter("23456789"));
        default -> number.append(c);
      }
    }
    return number.toString();
  }
}
