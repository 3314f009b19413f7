package io.mcpgateway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcpgateway.policy.detect.Detection;
import io.mcpgateway.policy.detect.Kind;
import io.mcpgateway.policy.detect.Reading;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a megabyte costs that is nothing but what a kind looks at longest. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DetectorCostBenchmark {
  private static final int LENGTH = 1_000_000;

  /** All kinds; a run may name some. */
  @Param({
    "CARD",
    "IBAN",
    "EMAIL",
    "PHONE",
    "IPV4",
    "IPV6",
    "MAC",
    "UUID",
    "DATE_OF_BIRTH",
    "US_SSN",
    "BR_CPF",
    "CA_SIN",
    "CN_RIC",
    "DE_TAX_ID",
    "ES_NIF",
    "FI_HETU",
    "FR_NIR",
    "UK_NHS",
    "IN_AADHAAR",
    "IT_FISCAL_CODE",
    "KR_RRN",
    "NL_BSN",
    "NO_FNR",
    "PL_PESEL",
    "SE_PNR",
    "SG_NRIC",
    "JWT",
    "PRIVATE_KEY",
    "API_KEY",
    "PASSWORD",
    "URL_CREDENTIALS"
  })
  private Kind kind = Kind.CARD;

  private Detection.Pass pass = new Detection(List.of(), List.of()).pass();
  private Reading text = new Reading(new byte[0], 0, 0, "");

  @Setup
  public void repeat() {
    String worst = worst(kind);
    byte[] bytes = worst.repeat(LENGTH / worst.length()).getBytes(UTF_8);
    text = new Reading(bytes, 0, bytes.length, "");
    pass = new Detection(List.of(kind), List.of()).pass();
  }

  private static String worst(Kind kind) {
    return switch (kind) {
      case CARD -> "4111 1111 1111 1112 ";
      case IBAN -> "DE44 ";
      case EMAIL -> "a@a@a@";
      case PHONE -> "phone 0161 496 0000 ";
      case IPV4 -> "1.2.3.4 ";
      case IPV6 -> "1:2:3:4:";
      case MAC -> "00:11:22:33:44:";
      case UUID -> "12345678-1234-";
      case DATE_OF_BIRTH -> "1990-01-01 ";
      case US_SSN -> "123-45-6789 ";
      case BR_CPF -> "123.456.789-09 ";
      case CA_SIN -> "130 692 544 ";
      case CN_RIC -> "11010519491231002X ";
      case DE_TAX_ID -> "12345678911 ";
      case ES_NIF -> "12345678Z ";
      case FI_HETU -> "131052-308T ";
      case FR_NIR -> "185057800608436 ";
      case UK_NHS -> "9434765919 ";
      case IN_AADHAAR -> "2345 6789 0124 ";
      case IT_FISCAL_CODE -> "RSSMRA85T10A562S ";
      case KR_RRN -> "800101-1234567 ";
      case NL_BSN -> "111222333 ";
      case NO_FNR -> "01010750160 ";
      case PL_PESEL -> "44051401359 ";
      case SE_PNR -> "811218-9876 ";
      case SG_NRIC -> "S1234567D ";
      case JWT -> "eyJ";
      case PRIVATE_KEY -> "-----BEGIN PRIVATE KEY-----";
      case API_KEY -> "twilio ";
      case PASSWORD -> "password \"a";
      case URL_CREDENTIALS -> "a://b:c@";
    };
  }

  @Benchmark
  public int find() {
    return pass.find(text).size();
  }
}
