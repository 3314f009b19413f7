package io.mcpgateway.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.app.config.ConfigLoader;
import io.mcpgateway.app.config.LoadedConfig;
import io.mcpgateway.core.config.Problems;
import io.mcpgateway.core.config.YamlMap;
import io.mcpgateway.policy.model.PolicySpec;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class DemoFilesTest {
  @Test
  void theConfigurationHasNoMistakes() throws Exception {
    DemoFiles files = DemoFiles.create(false);
    try {
      files.write("http://127.0.0.1:1/mcp", "http://127.0.0.1:2", SelfSignedCertificate.create());

      LoadedConfig config = new ConfigLoader(files.configuration(), _ -> null).load();

      assertThat(config.gateway().routes()).hasSize(1);
      assertThat(config.gateway().routes().getFirst().path()).isEqualTo(DemoFiles.ROUTE);
    } finally {
      files.delete();
    }
  }

  @Test
  void thePolicyHasNoMistakes() throws Exception {
    DemoFiles files = DemoFiles.create(false);
    try {
      files.write("http://127.0.0.1:1/mcp", "http://127.0.0.1:2", SelfSignedCertificate.create());
      String text = Files.readString(files.directory().resolve("policy.yaml"));
      Problems problems = new Problems();

      PolicySpec.read(YamlMap.parse("policy.yaml", text, problems, _ -> null), "v1");

      assertThat(problems.all()).isEmpty();
    } finally {
      files.delete();
    }
  }

  @Test
  void onlyTheOwnerSeesTheTokensAndNothingStaysBehind() throws Exception {
    DemoFiles files = DemoFiles.create(false);
    files.writeHeaders("sales", "t0ken");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.directory())))
        .isEqualTo("rwx------");
    assertThat(Files.readString(files.directory().resolve("sales.headers")))
        .startsWith("Authorization: Bearer t0ken\n");
    files.delete();
    assertThat(files.directory()).doesNotExist();
  }
}
