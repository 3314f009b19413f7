package io.mcpgateway.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token in the making. Every change makes a copy.
 *
 * @param key what signs it
 * @param header {@code alg}, {@code kid} and {@code typ} are there already
 */
public record TestToken(TestKey key, Map<String, Object> header, Map<String, Object> claims) {
  static TestToken of(TestKey key, Map<String, Object> claims) {
    return new TestToken(key, header(key), claims);
  }

  private static Map<String, Object> header(TestKey key) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", key.algorithm());
    header.put("kid", key.kid());
    header.put("typ", "at+jwt");
    return header;
  }

  /** Signed with another key, which the header names. */
  public TestToken signedWith(TestKey other) {
    return new TestToken(other, header(other), claims);
  }

  public TestToken header(String name, Object value) {
    return new TestToken(key, plus(header, name, value), claims);
  }

  public TestToken withoutHeader(String name) {
    return new TestToken(key, minus(header, name), claims);
  }

  public TestToken claim(String name, Object value) {
    return new TestToken(key, header, plus(claims, name, value));
  }

  public TestToken without(String name) {
    return new TestToken(key, header, minus(claims, name));
  }

  private static Map<String, Object> plus(Map<String, Object> map, String name, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.put(name, value);
    return copy;
  }

  private static Map<String, Object> minus(Map<String, Object> map, String name) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.remove(name);
    return copy;
  }

  /** The token, properly signed whatever it says. */
  public String sign() {
    return sign(key, TestIssuer.json(header), TestIssuer.json(claims));
  }

  /** A token with exactly this text in its header and claims, for what no honest JSON can say. */
  public static String sign(TestKey key, String headerJson, String claimsJson) {
    return sign(key, utf8(headerJson), utf8(claimsJson));
  }

  /** The same for what is not even text. */
  public static String sign(TestKey key, byte[] header, byte[] claims) {
    String signed = base64(header) + "." + base64(claims);
    return signed + "." + base64(key.sign(utf8(signed)));
  }

  /** The claims as JSON. */
  public String claimsJson() {
    return TestIssuer.json(claims);
  }

  /** The header as JSON. */
  public String headerJson() {
    return TestIssuer.json(header);
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
