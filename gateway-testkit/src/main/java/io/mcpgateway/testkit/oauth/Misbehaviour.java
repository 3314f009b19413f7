package io.mcpgateway.testkit.oauth;

import java.net.URI;
import java.time.Duration;

/** How an endpoint of a test authorization server answers instead of properly. */
public sealed interface Misbehaviour {
  /** Properly, but only after this time. */
  record Late(Duration pause) implements Misbehaviour {}

  /** With this status and nothing else. */
  record Fails(int status) implements Misbehaviour {}

  /** With 302 and this target. */
  record Redirects(URI target) implements Misbehaviour {}

  /** With 200 and this text. */
  record Says(String contentType, String text) implements Misbehaviour {}

  /** Properly, with blanks after it, {@code bytes} in all. */
  record Padded(int bytes) implements Misbehaviour {}

  /** With one blank after each pause, and never to the end. */
  record Drips(Duration pause) implements Misbehaviour {}

  /** Not at all: the connection ends. */
  record HangsUp() implements Misbehaviour {}
}
