package io.mcpgateway.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/**
 * Writes each log line as a JSON object: {@code time}, {@code level}, {@code logger}, {@code
 * message}, what the line is about under names of its own such as {@code exchangeId}, and the
 * {@code exception} as one text. Without the values in it, like the lines of text.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final Set<String> TAKEN =
      Set.of("time", "level", "logger", "message", "exception");

  /** Also what a terminal would do something at, beyond what JSON demands. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final ThrowableConverter exceptions = new ThrowableConverter();

  @Override
  public void start() {
    exceptions.setContext(getContext());
    exceptions.setOptionList(List.of("12"));
    exceptions.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      write(event, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void write(ILoggingEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    json.writeStringField("level", event.getLevel().toString());
    json.writeStringField("logger", event.getLoggerName());
    json.writeStringField("message", LogRedaction.of(String.valueOf(event.getFormattedMessage())));
    if (event.getKeyValuePairs() != null) {
      pairs(event.getKeyValuePairs(), json);
    }
    String exception = exceptions.convert(event).strip();
    if (!exception.isEmpty()) {
      json.writeStringField("exception", exception);
    }
    json.writeEndObject();
  }

  private static void pairs(List<KeyValuePair> pairs, JsonGenerator json) throws IOException {
    Set<String> written = new HashSet<>(TAKEN);
    for (KeyValuePair pair : pairs) {
      if (written.add(pair.key)) {
        json.writeStringField(pair.key, LogRedaction.of(String.valueOf(pair.value)));
      }
    }
  }
}
