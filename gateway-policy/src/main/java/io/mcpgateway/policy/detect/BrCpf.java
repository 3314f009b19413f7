package io.mcpgateway.policy.detect;

import java.util.List;

/**
 * Brazil's CPF: eleven digits, the last two of which check the others.
 *
 * <p>Found in the layouts 123.456.789-09 and 123456789-09; eleven digits in a row, or with other
 * separators, beside a word for it. Not found: eleven equal digits, and the CNPJ of companies.
 */
final class BrCpf {
  private BrCpf() {}

  private static final ContextWords WORDS =
      new ContextWords(
          "cpf",
          "cpfs",
          "cadastro de pessoa",
          "contribuinte",
          "taxpayer",
          "tax id",
          "taxid",
          "documento",
          "national id",
          "nationalid");

  static NationalNumber detector() {
    return new NationalNumber(
        BrCpf::holds,
        WORDS,
        List.of("3.3.3-2", "9-2"),
        List.of("11", "3 3 3 2", "3.3.3.2", "3-3-3-2", "3 3 3-2", "3.3.3/2"));
  }

  private static boolean holds(NumberRun run, int group, int count) {
    return !CheckDigits.allEqual(run, group, count)
        && digit(CheckDigits.weighted(run, group, 10, 9, 8, 7, 6, 5, 4, 3, 2))
            == run.digit(group, 9)
        && digit(CheckDigits.weighted(run, group, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2))
            == run.digit(group, 10);
  }

  private static int digit(int sum) {
    return sum * 10 % 11 % 10;
  }
}
