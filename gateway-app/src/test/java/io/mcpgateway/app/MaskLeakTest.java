package io.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.app.LeakGateway.Transport;
import io.mcpgateway.app.LeakGateway.Wire;
import io.mcpgateway.policy.detect.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that is masked reaches a client or is written anywhere, wherever in a reply it stands and
 * however it is written. The same is sent through a route that masks nothing, where all of it must
 * be seen: what cannot be seen there would show nothing here.
 */
class MaskLeakTest {
  /** Long, and with a letter, so that it is no number. */
  private static final Pattern HEXADECIMAL = Pattern.compile("\\b(?=[0-9]*[a-f])[0-9a-f]{16,}\\b");

  /** So many characters that follow one another are a leak. */
  private static final int PART = 6;

  @TempDir static Path directory;
  private static LeakGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    gateway = LeakGateway.start(directory);
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @Test
  void thereIsACanaryOfEveryKind() {
    assertThat(Canary.ALL)
        .extracting(Canary::kind)
        .containsExactlyElementsOf(Arrays.stream(Kind.values()).map(Kind::word).toList());
  }

  @Test
  void noKindLeaksFromAnyPlace() throws Exception {
    Leaks leaks = new Leaks();
    for (Place place : Place.ALL) {
      boolean modern = place.eras() != Place.Eras.LEGACY;
      Transport transport = place.when() == Place.When.RESPONSE ? Transport.JSON : Transport.SSE;
      for (Canary canary : Canary.ALL) {
        leaks.look(
            place, canary, place.saying(canary.text()), modern, transport, Wire.HTTP_1, "plain");
      }
    }
    leaks.none();
  }

  @Test
  void noNumberLeaks() throws Exception {
    Leaks leaks = new Leaks();
    for (Place place : Place.NUMBERS) {
      for (Canary canary : Canary.ALL) {
        if (canary.number() != null) {
          leaks.look(
              place,
              canary,
              place.counting(canary.name(), canary.number()),
              true,
              Transport.SSE,
              Wire.HTTP_1,
              "number");
        }
      }
    }
    leaks.none();
  }

  @Test
  void noPlaceLeaksWhateverTheTransport() throws Exception {
    Leaks leaks = new Leaks();
    for (Place place : Place.ALL) {
      for (boolean modern : new boolean[] {false, true}) {
        for (Transport transport : Transport.values()) {
          for (Wire wire : Wire.values()) {
            if (!place.eras().include(modern) || !comes(place, modern, transport)) {
              continue;
            }
            for (Canary canary : Canary.THREE) {
              leaks.look(
                  place, canary, place.saying(canary.text()), modern, transport, wire, "plain");
            }
          }
        }
      }
    }
    leaks.none();
  }

  /** Whether something can stand there on such a transport. */
  private static boolean comes(Place place, boolean modern, Transport transport) {
    return switch (transport) {
      case JSON -> place.when() == Place.When.RESPONSE;
      case SSE -> true;
      case GET -> !modern && place.when() == Place.When.MEANWHILE;
    };
  }

  @Test
  void whatAClientComesBackForIsMaskedToo() throws Exception {
    for (Place place : Place.ALL) {
      if (place.when() != Place.When.RESPONSE
          || place.said() != Place.Asked.TOOL
          || !place.eras().include(false)) {
        continue;
      }
      String said = place.saying(Canary.THREE.getFirst().text());

      assertThat(
              new LeakReader(gateway.resumed(said, "/legacy/open"))
                  .sees(Canary.THREE.getFirst(), PART))
          .as(place.toString())
          .isTrue();
      assertThat(
              new LeakReader(gateway.resumed(said, "/legacy/masked"))
                  .sees(Canary.THREE.getFirst(), PART))
          .as(place.toString())
          .isFalse();
    }
  }

  @Test
  void noDisguiseHelps() throws Exception {
    Leaks leaks = new Leaks();
    for (Place place : Place.ALL) {
      if (!List.of("text block", "notifications/message object").contains(place.name())) {
        continue;
      }
      for (Disguise disguise : Disguise.values()) {
        for (Canary canary : Canary.ALL) {
          if (!disguise.suits(canary)) {
            continue;
          }
          leaks.look(
              place,
              canary,
              place.holding(disguise.json(canary)),
              true,
              Transport.SSE,
              Wire.HTTP_2,
              disguise.name());
        }
      }
    }
    leaks.none();
  }

  /** Where a value stands in an answer that is no message, or beside one. */
  private static final List<String> ODD_ANSWERS =
      List.of(
          "HTTP/1.1 500 $\r\nContent-Type: text/plain\r\n\r\n$",
          "HTTP/1.1 502 Bad\r\nContent-Type: text/html\r\n\r\n<p>$</p>",
          "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>$</p>",
          "HTTP/1.1 200 OK\r\nContent-Type: $\r\n\r\n{}",
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"x\":\"$\"",
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[\"$\"]",
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":\"$\",\"result\":{}}",
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Said: $\r\nSet-Cookie: a=$\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":@ID,\"result\":{\"resultType\":\"complete\",\"content\":[]}}",
          "HTTP/1.1 400 Bad\r\nContent-Type: application/json\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":@ID,\"error\":{\"code\":-32602,\"message\":\"$\",\"data\":{\"$\":1}}}",
          "HTTP/1.1 404 No\r\nContent-Type: application/json\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,\"message\":\"$\"}}",
          "HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"$\"\r\n\r\n$",
          "HTTP/1.1 403 No\r\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"$\"\r\n\r\n$",
          "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/$\r\n\r\n$",
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: $\n\nevent: $\ndata: {\"jsonrpc\":\"2.0\",\"id\":@ID,\"result\":{\"resultType\":\"complete\",\"content\":[]}}\n\n",
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: $\nretry: 10\nx: $\ndata: {\"jsonrpc\":\"2.0\",\"id\":@ID,\"result\":{\"resultType\":\"complete\",\"content\":[]}}\n\n",
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: $\n\n",
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"$\"}}",
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"jsonrpc\":\"2.0\",\ndata: \"method\":\"notifications/message\",\"params\":\ndata: {\"data\":\"$\"}}\n\n",
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{\"x\":\"$\"}}\n\n",
          "HTTP/1.1 $\r\n\r\n",
          "$");

  @Test
  void noOddAnswerLeaks() throws Exception {
    List<String> leaks = new ArrayList<>();
    for (String answer : ODD_ANSWERS) {
      for (Canary canary : Canary.THREE) {
        for (boolean modern : new boolean[] {false, true}) {
          String seen =
              gateway.ask(
                  Place.Asked.TOOL,
                  modern ? "/modern/masked" : "/legacy/masked",
                  modern,
                  Wire.HTTP_1,
                  (id, connection) -> {
                    connection.send(answer.replace("$", canary.text()).replace("@ID", id));
                    connection.close();
                  });
          if (new LeakReader(seen).sees(canary, PART)) {
            leaks.add(answer + " " + canary + ": " + seen);
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
    new Leaks().none();
  }

  @Test
  void anAnswerThatIsCompressedAlthoughNobodyAskedForItDoesNotPass() throws Exception {
    Canary canary = Canary.THREE.getFirst();
    for (boolean modern : new boolean[] {false, true}) {
      for (String type : List.of("application/json", "text/event-stream")) {
        for (String encoding : List.of("gzip", "identity, gzip", "x-gzip")) {
          String seen =
              gateway.ask(
                  Place.Asked.TOOL,
                  modern ? "/modern/masked" : "/legacy/masked",
                  modern,
                  Wire.HTTP_1,
                  (id, connection) -> {
                    String message =
                        LeakGateway.response(
                            id,
                            "\"result\":{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\""
                                + canary.text()
                                + "\"}]}");
                    byte[] body =
                        gzip(type.endsWith("json") ? message : "data: " + message + "\n\n");
                    connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(type, encoding, body.length));
                    connection.send(body);
                  });

          assertThat(seen).contains("The upstream's answer is not valid");
          assertThat(new LeakReader(seen).sees(canary, PART)).isFalse();
        }
      }
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return compressed.toByteArray();
  }

  /** What was seen where it must not be, and what was not seen where it must. */
  private static final class Leaks {
    private final List<String> leaks = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private int looks;
    private final long recordsBefore = gateway.records();

    Leaks() throws Exception {}

    void look(
        Place place,
        Canary canary,
        String said,
        boolean modern,
        Transport transport,
        Wire wire,
        String how)
        throws Exception {
      looks++;
      String what =
          place
              + " "
              + canary
              + " "
              + how
              + " "
              + (modern ? "modern " : "legacy ")
              + transport
              + " "
              + wire;
      String masked = gateway.seen(place, said, modern, transport, wire, "masked");
      if (new LeakReader(masked).sees(canary, PART)) {
        leaks.add(what + ": " + masked);
      }
      if (!new LeakReader(said).sees(canary, PART)) {
        lost.add(what + ", the upstream: " + said);
      }
      if (canary.kind().equals("card")) {
        String open = gateway.seen(place, said, modern, transport, wire, "open");
        if (!new LeakReader(open).sees(canary, PART)) {
          lost.add(what + ": " + open);
        }
      }
    }

    void none() throws Exception {
      assertThat(lost).as("not seen although nothing is masked").isEmpty();
      assertThat(leaks).as("leaks").isEmpty();
      await().until(() -> gateway.records() - recordsBefore >= looks);
      for (String written : gateway.written()) {
        // Fingerprints and ids: in thousands of them are eight digits of any date, by chance.
        LeakReader reader = new LeakReader(HEXADECIMAL.matcher(written).replaceAll(""));
        for (Canary canary : Canary.ALL) {
          assertThat(reader.where(canary)).as("%s in what was written", canary).isEmpty();
        }
      }
    }
  }
}
