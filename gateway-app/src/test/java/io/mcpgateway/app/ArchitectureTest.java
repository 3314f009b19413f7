package io.mcpgateway.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.mcpgateway.core.exchange.Grant;
import io.mcpgateway.core.exchange.ReplyStage;
import io.mcpgateway.core.exchange.Stage;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import org.junit.jupiter.api.Test;

/** The directions of dependencies, and who alone may do what. */
class ArchitectureTest {
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/gateway-testkit"))
          .withImportOption(location -> !location.contains("/gateway-benchmarks"))
          .importPackages("io.mcpgateway");

  @Test
  void everyModuleIsLookedAt() {
    for (String module : new String[] {"core", "auth", "policy", "app"}) {
      assertThat(GATEWAY.stream().anyMatch(in("io.mcpgateway." + module + ".."))).isTrue();
    }
  }

  @Test
  void modulesDependDownwardsOnly() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("app")
            .definedBy("io.mcpgateway.app..")
            .layer("auth")
            .definedBy("io.mcpgateway.auth..")
            .layer("policy")
            .definedBy("io.mcpgateway.policy..")
            .layer("core")
            .definedBy("io.mcpgateway.core..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("auth")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("app"));
  }

  @Test
  void insideTheCoreTheEdgesAreStrangersAndTheProtocolKnowsNobody() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("protocol")
            .definedBy("io.mcpgateway.core.protocol..")
            .layer("exchange")
            .definedBy("io.mcpgateway.core.exchange..")
            .layer("transport")
            .definedBy("io.mcpgateway.core.transport..")
            .layer("upstream")
            .definedBy("io.mcpgateway.core.upstream..")
            .layer("config")
            .definedBy("io.mcpgateway.core.config..")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("exchange", "transport", "upstream")
            .whereLayer("exchange")
            .mayOnlyBeAccessedByLayers("transport", "upstream")
            .whereLayer("transport")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("upstream")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("config")
            .mayNotBeAccessedByAnyLayer());
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("io.mcpgateway.(**)").should().beFreeOfCycles());
  }

  @Test
  void nettyStaysAtTheEdges() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.mcpgateway.core.transport..", "io.mcpgateway.core.upstream..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.."));
  }

  /** What connects to authorization servers judges their addresses first. */
  @Test
  void onlyOnePackageAsksAuthorizationServers() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mcpgateway.auth.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("io.mcpgateway.auth..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http.."));
  }

  /** What is loaded only where it is configured is used in one place. */
  @Test
  void largeLibrariesAreUsedInOnePackageEach() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mcpgateway.app.trace..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry.."));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mcpgateway.app.audit.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.."));
  }

  @Test
  void onlyTheAccessPolicyGrants() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mcpgateway.policy.access..")
            .should()
            .callConstructor(Grant.ByRule.class, String.class, String.class));
  }

  @Test
  void onlyTheAppTouchesFiles() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mcpgateway.app..")
            .should()
            .dependOnClassesThat(
                assignableTo(File.class)
                    .or(resideInAPackage("java.nio.file.."))
                    .or(assignableTo(FileInputStream.class))
                    .or(assignableTo(FileOutputStream.class))
                    .or(assignableTo(RandomAccessFile.class))));
  }

  @Test
  void onlyTheAppReadsTheEnvironmentAndEndsTheProcess() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.mcpgateway.app..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class));
  }

  @Test
  void staticFieldsAreFinal() {
    check(fields().that().areStatic().should().beFinal());
  }

  @Test
  void stagesAreCalledSoAndHoldNothingThatChanges() {
    check(
        classes()
            .that(isAStage())
            .should()
            .haveSimpleNameEndingWith("Stage")
            .andShould()
            .haveOnlyFinalFields());
  }

  @Test
  void noRegularExpressionTouchesTraffic() {
    check(
        noClasses()
            .that(seeTraffic())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.regex.."));
  }

  /** {@code split} by one character is no regular expression to the JDK. */
  @Test
  void norDoesOneThatHidesInAString() {
    check(
        noClasses()
            .that(seeTraffic())
            .should()
            .callMethod(String.class, "matches", String.class)
            .orShould()
            .callMethod(String.class, "replaceAll", String.class, String.class)
            .orShould()
            .callMethod(String.class, "replaceFirst", String.class, String.class));
  }

  private static DescribedPredicate<JavaClass> seeTraffic() {
    return resideInAnyPackage(
        "io.mcpgateway.core.transport..",
        "io.mcpgateway.core.upstream..",
        "io.mcpgateway.core.protocol..",
        "io.mcpgateway.core.exchange..",
        "io.mcpgateway.policy.mask..",
        "io.mcpgateway.policy.limit..",
        "io.mcpgateway.policy.curate..",
        "io.mcpgateway.policy.schema..",
        "io.mcpgateway.policy.argument..",
        "io.mcpgateway.policy.pin..",
        "io.mcpgateway.policy.access..");
  }

  private static DescribedPredicate<JavaClass> isAStage() {
    return assignableTo(Stage.class)
        .or(assignableTo(ReplyStage.class))
        .and(
            DescribedPredicate.describe(
                "is a class of its own", each -> !each.isInterface() && !each.isAnonymousClass()))
        .as("stages and reply stages");
  }

  private static DescribedPredicate<JavaClass> in(String packages) {
    return resideInAPackage(packages);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(GATEWAY);
  }
}
