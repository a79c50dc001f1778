package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The script that Glue compiles, compiled and started as Glue does it. */
@ExtendWith(SandboxExtension.class)
class GlueEntryIT {
  private static final Path JAR = Plumbline.home().resolve("jobs/target/plumbline.jar");

  @TempDir static Path folder;

  private static SparkHome spark;
  private static Path script;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    spark = SparkHome.layOut(folder.resolve("spark"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String scala =
        String.join(
            File.pathSeparator,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(jar -> jar.contains("scala-"))
                .toList());
    assertThat(scala).contains("scala-compiler-2.12.18");
    Process compiler =
        new ProcessBuilder(
                "java",
                "-cp",
                scala,
                "scala.tools.nsc.Main",
                "-classpath",
                JAR + File.pathSeparator + scala,
                "-d",
                classes.toString(),
                Plumbline.home().resolve("glue-scripts/PlumblineGlue.scala").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("scalac.out").toFile())
            .start();
    assertThat(compiler.waitFor()).as(Files.readString(folder.resolve("scalac.out"))).isZero();
    script = jar(classes, folder.resolve("script.jar"));
  }

  @Test
  void itRunsTheMainJobWithTheArgumentsThatGlueAdds(Sandbox sandbox) {
    Plumbline plumbline = new Plumbline(sandbox, folder);
    Plumbline.Ended ingest = plumbline.job("ingest");
    assertThat(ingest.code()).as(ingest.all()).isZero();

    Plumbline.Ended run = glue(plumbline, "glue-run");

    assertThat(run.code()).as(run.all()).isZero();
    Blog.assertMatches(
        plumbline.report("run"), Map.of("users", 10L, "posts", 100L, "comments", 500L));
  }

  @Test
  void aFailureIsThrownWithTheExitCodeInItsFirstLine(Sandbox sandbox) {
    Plumbline.Ended run =
        glue(new Plumbline(sandbox, folder), "glue-wrong", "--pipelin", "conf/blog");

    assertThat(run.code()).as(run.all()).isNotZero();
    assertThat(run.all())
        .contains("plumbline exit 2: Cannot run 'run': unknown flag '--pipelin'")
        .contains("did you mean '--pipeline'?");
  }

  private static Plumbline.Ended glue(Plumbline plumbline, String name, String... more) {
    List<String> command = new ArrayList<>(List.of(spark.submit().toString()));
    command.addAll(List.of("--master", "local[2]", "--class", "PlumblineGlue"));
    command.addAll(List.of("--jars", JAR.toString(), script.toString()));
    command.addAll(List.of("--job", "run"));
    command.addAll(List.of("--JOB_NAME", "nightly", "--JOB_ID", "j_1", "--JOB_RUN_ID", "jr_1"));
    command.addAll(List.of("--TempDir", "s3://bucket/temporary/"));
    command.addAll(List.of("--job-bookmark-option", "job-bookmark-disable"));
    command.addAll(List.of("--enable-metrics", "--datalake-formats", "iceberg"));
    command.addAll(List.of("--enable-glue-datacatalog", "true"));
    command.addAll(List.of("--env", Plumbline.home().resolve("conf/env/local.yaml").toString()));
    command.addAll(List.of("--pipeline", Plumbline.home().resolve("conf/blog").toString()));
    command.addAll(List.of(more));
    return plumbline.start(command, name).await();
  }

  private static Path jar(Path classes, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
    return target;
  }
}
