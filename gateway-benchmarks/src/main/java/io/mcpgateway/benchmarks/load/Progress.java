package io.mcpgateway.benchmarks.load;

import java.util.Locale;

/** Tells whoever waits how far the harness is. */
final class Progress {

    private Progress() {}

    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
