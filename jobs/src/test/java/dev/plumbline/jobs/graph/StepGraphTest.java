package dev.plumbline.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.StepProgress;
import dev.plumbline.core.run.StepReport;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StepGraphTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-01T02:00:00Z"), ZoneOffset.UTC);

  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  @Test
  void stepsRunAfterWhatTheyNeed() {
    List<StepEnd> ends =
        graph(4)
            .run(
                List.of(
                    step("extract users"),
                    step("extract posts"),
                    step("publish blog", "extract users", "extract posts"),
                    step("reconcile users", "publish blog")));

    assertThat(ends).hasSize(4).allMatch(StepEnd::succeeded);
    assertThat(heard.indexOf("start publish blog"))
        .isGreaterThan(heard.indexOf("end extract users"))
        .isGreaterThan(heard.indexOf("end extract posts"));
    assertThat(heard).endsWith("start reconcile users", "end reconcile users");
  }

  @Test
  void aFailedStepSkipsWhatDependsOnItAndNothingMore() {
    Step broken =
        new Step(
            "extract users",
            "extract",
            List.of("users"),
            List.of(),
            progress -> {
              throw new SourceException("Cannot read users: gone");
            });

    List<StepEnd> ends =
        graph(2)
            .run(
                List.of(
                    broken,
                    step("extract posts"),
                    step("publish users", "extract users"),
                    step("reconcile users", "publish users"),
                    step("publish posts", "extract posts")));

    assertThat(ends)
        .flatExtracting(StepEnd::reports)
        .extracting(StepReport::table, StepReport::status, StepReport::message)
        .contains(
            org.assertj.core.api.Assertions.tuple(
                "users", RunStatus.FAILED, "Cannot read users: gone"),
            org.assertj.core.api.Assertions.tuple(
                "publish users", RunStatus.SKIPPED, "skipped, since extract users did not succeed"),
            org.assertj.core.api.Assertions.tuple(
                "reconcile users",
                RunStatus.SKIPPED,
                "skipped, since publish users did not succeed"),
            org.assertj.core.api.Assertions.tuple("publish posts", RunStatus.OK, ""));
    assertThat(ends).flatExtracting(StepEnd::exitCodes).contains(ExitCode.SOURCE_FAILED);
  }

  @Test
  void independentStepsRunAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);
    StepAction meets =
        progress -> {
          both.await(30, TimeUnit.SECONDS);
          return List.of(StepResult.ok(0, 0, 0));
        };

    List<StepEnd> ends =
        graph(2)
            .run(
                List.of(
                    new Step("a", "extract", List.of("a"), List.of(), meets),
                    new Step("b", "extract", List.of("b"), List.of(), meets)));

    assertThat(ends).hasSize(2).allMatch(StepEnd::succeeded);
  }

  @Test
  void aNeedThatIsNotInTheGraphCountsAsDone() {
    assertThat(graph(1).run(List.of(step("publish users", "extract users"))))
        .singleElement()
        .matches(StepEnd::succeeded);
  }

  @Test
  void stepsOutOfOrderAreADefect() {
    assertThatThrownBy(() -> graph(1).run(List.of(step("b", "a"), step("a"))))
        .hasMessage("b needs a, which comes later");
  }

  private StepGraph graph(int parallel) {
    return new StepGraph(
        CLOCK,
        parallel,
        new StepListener() {
          @Override
          public StepProgress started(Step step) {
            heard.add("start " + step.id());
            return StepProgress.NONE;
          }

          @Override
          public void ended(StepEnd end) {
            heard.add("end " + end.step().id());
          }
        });
  }

  private static Step step(String id, String... needs) {
    return new Step(
        id,
        id.split(" ", 2)[0],
        List.of(id),
        List.of(needs),
        progress -> List.of(StepResult.ok(1, 1, 1)));
  }
}
