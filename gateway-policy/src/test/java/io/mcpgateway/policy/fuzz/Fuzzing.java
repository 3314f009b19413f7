package io.mcpgateway.policy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fuzzes each target with Jazzer, in a process of its own. Not part of the build; the command is in
 * CONTRIBUTING.md. What it finds is left in {@code target/fuzz}: put it among the seeds when it is
 * fixed.
 */
class Fuzzing {
  @ParameterizedTest
  @ValueSource(strings = {"PolicyFileFuzz", "GlobFuzz", "ResourceUriFuzz", "MaskFuzz"})
  void nothingIsFound(String target) throws IOException, InterruptedException {
    Path found = Files.createDirectories(Path.of("target", "fuzz", target));
    Path corpus = Files.createDirectories(found.resolve("corpus"));
    Process fuzzer =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Xmx1g",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+EnableDynamicAgentLoading",
                    "com.code_intelligence.jazzer.Jazzer",
                    "--target_class=" + PolicyFileFuzz.class.getPackageName() + "." + target,
                    "--instrumentation_includes=io.mcpgateway.**:org.snakeyaml.**",
                    "--custom_hook_excludes=dev.cel.**:com.google.**",
                    "--reproducer_path=" + found,
                    "-artifact_prefix=" + found + "/",
                    "-max_total_time=" + System.getProperty("fuzz.seconds", "60"),
                    "-timeout=60",
                    "-rss_limit_mb=4096",
                    "-print_final_stats=1",
                    corpus.toString(),
                    Path.of("src", "test", "resources", "fuzz", target).toString()))
            .inheritIO()
            .start();

    assertThat(fuzzer.waitFor()).as("findings are in %s", found.toAbsolutePath()).isZero();
  }
}
