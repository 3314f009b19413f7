package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpgateway.core.exchange.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tokens say of groups, and of claims that policies may ask for. */
class KeptClaimsTest {
  private static final ClaimPaths PATHS =
      new ClaimPaths("roles", null, null, "org.groups", Set.of("department", "level"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"org\":{\"groups\":[\"/crm/support\",\"a b\"]} | /crm/support,a b",
        "\"org\":{\"groups\":\"/crm\"} | /crm",
        "\"org.groups\":[\"whole\"],\"org\":{\"groups\":[\"path\"]} | whole",
        "\"groups\":[\"elsewhere\"] | ``"
      })
  void groupsAreFoundByNameOrPath(String claim, String groups) throws Exception {
    assertThat(String.join(",", new LinkedHashSet<>(sorted(said(claim, PATHS).groups()))))
        .isEqualTo(groups);
  }

  @Test
  void nobodyHasGroupsWhereNoClaimIsConfigured() throws Exception {
    assertThat(said("\"groups\":[\"a\"]", ClaimPaths.DEFAULT).groups()).isEmpty();
  }

  @Test
  void claimsKeepTheirTypesAndOthersAreNotKept() throws Exception {
    ClaimPaths paths =
        new ClaimPaths("roles", null, null, null, Set.of("text", "number", "flag", "list", "none"));

    Map<String, Object> claims =
        said(
                "\"text\":\"7\",\"number\":-7,\"flag\":false,\"list\":[\"a\",\"b\"],\"other\":1",
                paths)
            .claims();

    assertThat(claims)
        .isEqualTo(Map.of("text", "7", "number", -7L, "flag", false, "list", List.of("a", "b")));
  }

  @Test
  void aClaimIsItsWholeNameAndNoPath() throws Exception {
    ClaimPaths paths = new ClaimPaths("roles", null, null, null, Set.of("org.unit"));

    assertThat(said("\"org\":{\"unit\":\"x\"}", paths).claims()).isEmpty();
    assertThat(said("\"org.unit\":\"x\"", paths).claims()).containsEntry("org.unit", "x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"org\":{\"groups\":7} | groups: neither a string nor an array of strings",
        "\"org\":{\"groups\":[7]} | groups: neither a string nor an array of strings",
        "\"org\":{\"groups\":\"\"} | groups: empty",
        "\"level\":1.5 | level: neither a string, a whole number, a boolean nor an array of strings",
        "\"level\":1e2 | level: neither a string, a whole number, a boolean nor an array of strings",
        "\"level\":9223372036854775808 | level: neither a string, a whole number, a boolean nor an"
            + " array of strings",
        "\"level\":null | level: neither a string, a whole number, a boolean nor an array of strings",
        "\"level\":{} | level: neither a string, a whole number, a boolean nor an array of strings",
        "\"level\":[1] | level: neither a string nor an array of strings",
        "\"level\":[[\"a\"]] | level: neither a string nor an array of strings",
        "\"department\":\"a\\u0000\" | department: a control character or half a surrogate pair"
      })
  void aTokenWithAClaimOfAnotherKindIsRefused(String claim, String problem) {
    assertThat(problem(claim)).isEqualTo(problem);
  }

  @Test
  void whatIsKeptIsBounded() {
    String long1025 = "x".repeat(KeptClaims.LONGEST_TEXT + 1);
    String many =
        IntStream.rangeClosed(0, KeptClaims.MOST_ELEMENTS)
            .mapToObj(i -> "\"" + i + "\"")
            .collect(Collectors.joining(","));

    assertThat(problem("\"level\":\"" + long1025 + "\""))
        .isEqualTo("level: longer than 1024 characters");
    assertThat(problem("\"level\":[\"" + long1025 + "\"]"))
        .isEqualTo("level: longer than 1024 characters");
    assertThat(problem("\"level\":[" + many + "]")).isEqualTo("level: more than 256 elements");
    Set<String> names =
        IntStream.rangeClosed(0, KeptClaims.MOST_NAMES)
            .mapToObj(String::valueOf)
            .collect(Collectors.toSet());
    assertThatThrownBy(() -> new ClaimPaths("roles", null, null, null, names))
        .hasMessage("claims: 17 names (expected: up to 16)");
    assertThatThrownBy(() -> new ClaimPaths("roles", null, null, null, Set.of(" ")))
        .hasMessageStartingWith("claims: ");
  }

  @Test
  void anApiKeyHasGroupsAndClaimsAsATokenWould() {
    ApiKey key = key(Map.of("department", "it", "level", 3L, "teams", List.of("a")));

    Principal.Authenticated caller =
        new ApiKeys(new ApiKeySet("robots", null, List.of(key)), () -> Instant.EPOCH)
                    .find("key-of-the-nightly-import")
                instanceof ApiKeys.Match.Caller(var found)
            ? found
            : null;

    assertThat(caller).isNotNull();
    assertThat(caller.groups()).containsExactly("/crm");
    assertThat(caller.claims()).isEqualTo(key.claims());
    // Who it is does not depend on what is said of it.
    assertThat(caller.key()).isEqualTo("api-key:robots\nci-bot\n");
  }

  @Test
  void anApiKeyHasOnlyClaimsThatATokenCouldHave() {
    for (Object value : List.of(1.5, 1, Map.of(), List.of(1L), List.of(""), "a\nb", "\ud800")) {
      assertThatThrownBy(() -> key(Map.of("x", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("claims: x (expected: texts of up to 1024 characters");
    }
  }

  private static ApiKey key(Map<String, Object> claims) {
    return new ApiKey(
        "a",
        "842cb2eb36e71adadd6458b59fe3ccadb4439d869cf31342456b2af1976cee46",
        "ci-bot",
        Set.of(),
        Set.of("/crm"),
        claims,
        Set.of(),
        null,
        null);
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static String problem(String claim) {
    return catchThrowableOfType(InvalidTokenException.class, () -> said(claim, PATHS)).problem();
  }

  private static Principal.Authenticated said(String claim, ClaimPaths paths)
      throws IOException, InvalidTokenException {
    String json = "{\"iss\":\"https://x\",\"sub\":\"a\",\"aud\":\"r\",\"exp\":1," + claim + "}";
    return TokenClaims.of(
            StrictJson.object(json.getBytes(StandardCharsets.UTF_8)),
            IssuerSettings.of("corp", "https://x").with(paths))
        .token()
        .principal();
  }
}
