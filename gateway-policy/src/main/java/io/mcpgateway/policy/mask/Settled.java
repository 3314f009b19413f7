package io.mcpgateway.policy.mask;

import io.mcpgateway.policy.mask.NameCache.Name;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of the markers that stand alone under a name that nothing is found in them. Used by one
 * thread.
 */
final class Settled {
  private static final int SIZE = 64;

  private record Entry(MaskProgram program, byte[] marker, Name name) {
    @SuppressWarnings("ReferenceEquality") // Programs and their markers are made once.
    boolean is(MaskProgram otherProgram, byte[] other, Name otherName) {
      return program == otherProgram && marker == other && name.equals(otherName);
    }
  }

  private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

  boolean has(MaskProgram program, byte[] marker, Name name) {
    Entry known = entries[slot(marker, name)];
    return known != null && known.is(program, marker, name);
  }

  void add(MaskProgram program, byte[] marker, Name name) {
    entries[slot(marker, name)] = new Entry(program, marker, name);
  }

  private static int slot(byte[] marker, Name name) {
    return (31 * marker.length + name.text().hashCode()) & SIZE - 1;
  }
}
