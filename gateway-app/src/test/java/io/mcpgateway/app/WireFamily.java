package io.mcpgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.NoSuchElementException;

/**
 * What a scraper that understands Protocol Buffers sees of one histogram: the first of its series,
 * as {@code io.prometheus.client.MetricFamily} has it.
 */
record WireFamily(int classicBuckets, int nativeSchema, int nativeSpans, int exemplars) {
  private static final int LENGTH_DELIMITED = 2;

  /** Reads length-delimited families until one has that name. */
  static WireFamily find(InputStream in, String name) throws IOException {
    for (int first = in.read(); first >= 0; first = in.read()) {
      InputStream family = part(in, first);
      String found = "";
      for (int tag = family.read(); tag >= 0; tag = family.read()) {
        if (tag >>> 3 == 1) {
          found = new String(part(family, family.read()).readAllBytes(), UTF_8);
        } else if (tag >>> 3 == 4 && found.equals(name)) {
          return metric(part(family, family.read()));
        } else {
          skip(family, tag);
        }
      }
    }
    throw new NoSuchElementException(name);
  }

  private static WireFamily metric(InputStream metric) throws IOException {
    for (int tag = metric.read(); tag >= 0; tag = metric.read()) {
      if (tag >>> 3 == 7) {
        return histogram(part(metric, metric.read()));
      }
      skip(metric, tag);
    }
    throw new NoSuchElementException("histogram");
  }

  private static WireFamily histogram(InputStream histogram) throws IOException {
    int buckets = 0;
    int schema = 0;
    int spans = 0;
    int exemplars = 0;
    for (int tag = histogram.read(); tag >= 0; tag = histogram.read()) {
      // The tags of fields beyond 15 have a second byte.
      int field = tag < 0x80 ? tag >>> 3 : ((tag & 0x7f) | (histogram.read() << 7)) >>> 3;
      switch (field) {
        case 3 -> {
          buckets++;
          exemplars += hasExemplar(part(histogram, histogram.read())) ? 1 : 0;
        }
        case 5 -> {
          long zigzag = varint(histogram, histogram.read());
          schema = (int) (zigzag >>> 1 ^ -(zigzag & 1));
        }
        case 12 -> {
          spans++;
          var _ = part(histogram, histogram.read());
        }
        default -> skip(histogram, tag);
      }
    }
    return new WireFamily(buckets, schema, spans, exemplars);
  }

  private static boolean hasExemplar(InputStream bucket) throws IOException {
    for (int tag = bucket.read(); tag >= 0; tag = bucket.read()) {
      if (tag >>> 3 == 3) {
        return true;
      }
      skip(bucket, tag);
    }
    return false;
  }

  private static void skip(InputStream in, int tag) throws IOException {
    switch (tag & 7) {
      case 0 -> {
        long _ = varint(in, in.read());
      }
      case 1 -> in.skipNBytes(8);
      case LENGTH_DELIMITED -> {
        var _ = part(in, in.read());
      }
      case 5 -> in.skipNBytes(4);
      default -> throw new IOException("tag: " + tag);
    }
  }

  private static InputStream part(InputStream in, int first) throws IOException {
    return new ByteArrayInputStream(in.readNBytes((int) varint(in, first)));
  }

  private static long varint(InputStream in, int first) throws IOException {
    long value = first & 0x7f;
    int shift = 7;
    for (int next = first; (next & 0x80) != 0; shift += 7) {
      next = in.read();
      value |= (long) (next & 0x7f) << shift;
    }
    return value;
  }
}
