package dev.plumbline.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The house's rules: core decides, stores speak, spark moves, jobs wire, sandbox pretends. */
class ArchitectureTest {
  private static JavaClasses product;
  private static JavaClasses sandbox;

  @BeforeAll
  static void read() {
    ClassFileImporter importer =
        new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
    product =
        importer.importPaths(
            List.of("lib/core", "lib/stores", "lib/spark", "jobs").stream()
                .map(module -> Path.of("..", module, "target", "classes"))
                .toList());
    sandbox = importer.importPath(Path.of("..", "sandbox", "target", "classes"));
  }

  @Test
  void coreIsPureJava() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.plumbline.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..", "org.apache..", "software.amazon..", "dev.plumbline.stores..")
            .because("core decides: it opens no connection and knows of no engine"));
  }

  @Test
  void storesKnowNoSpark() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.plumbline.stores..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.spark..", "dev.plumbline.spark..", "dev.plumbline.jobs..")
            .because("what an on-call person needs starts no Spark"));
  }

  @Test
  void sparkKnowsNoJobs() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.plumbline.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.plumbline.jobs..")
            .because("jobs wire what spark moves"));
  }

  @Test
  void noProductCodeKnowsTheSandbox() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.plumbline.sandbox..")
            .because("the sandbox pretends to be AWS; production code cannot tell"));
  }

  @Test
  void theSandboxKnowsCoreAtMost() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.plumbline.stores..", "dev.plumbline.spark..", "dev.plumbline.jobs..")
        .because("a stand-in that shares the product's code shares its mistakes")
        .check(sandbox);
  }

  @Test
  void packagesFormNoCircle() {
    for (String module : List.of("core", "stores", "spark", "jobs")) {
      check(
          slices()
              .matching("dev.plumbline." + module + ".(*)..")
              .should()
              .beFreeOfCycles()
              .allowEmptyShould(true));
    }
    slices().matching("dev.plumbline.sandbox.(*)..").should().beFreeOfCycles().check(sandbox);
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.plumbline.jobs.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.plumbline.jobs")
            .because("the jobs stand on their stages and commands, not these on them"));
  }

  @Test
  void onlyMainEndsTheProcess() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.plumbline.jobs.Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("one place maps an outcome to an exit code"));
  }

  @Test
  void timeComesFromAClock() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.plumbline.jobs.Main")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC")
            .because("a clock is injected, so that tests decide what time it is"));
  }

  @Test
  void onlyOneFactoryBuildsSessions() {
    check(
        classes()
            .that()
            .doNotHaveFullyQualifiedName("dev.plumbline.spark.SparkSessions")
            .should()
            .onlyDependOnClassesThat()
            .doNotHaveFullyQualifiedName("org.apache.spark.sql.SparkSession$Builder")
            .because("one factory builds the SparkSession"));
  }

  private static void check(ArchRule rule) {
    rule.check(product);
  }
}
