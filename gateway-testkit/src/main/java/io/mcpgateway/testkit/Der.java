package io.mcpgateway.testkit;

import java.io.ByteArrayOutputStream;

/** Writes the few forms of DER (ITU-T X.690) that a certificate is made of. */
final class Der {
  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  static byte[] octets(byte[] content) {
    return tagged(0x04, content);
  }

  /** A bit string whose last {@code unused} bits do not count. */
  static byte[] bits(int unused, byte[] content) {
    return tagged(0x03, new byte[] {(byte) unused}, content);
  }

  static byte[] tagged(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else if (length < 0x10000) {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    } else {
      throw new IllegalArgumentException("length: " + length + " (expected: < 65536)");
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** An object identifier, its arcs each below 16384. */
  static byte[] oid(int first, int second, int... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first * 40 + second);
    for (int arc : more) {
      if (arc >= 0x80) {
        out.write(0x80 | arc >> 7);
      }
      out.write(arc & 0x7F);
    }
    return tagged(0x06, out.toByteArray());
  }
}
