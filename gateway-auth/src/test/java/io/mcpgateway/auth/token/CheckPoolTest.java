package io.mcpgateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckPoolTest {
  private static final byte[] NOTHING = {};

  private static CheckPool.Answer answer(CompletableFuture<CheckPool.Answer> later)
      throws Exception {
    return later.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aCheckEndsAsYesOrNo() throws Exception {
    try (CheckPool pool = new CheckPool(1, 1)) {
      assertThat(answer(pool.check((_, _) -> true, NOTHING, NOTHING)))
          .isEqualTo(CheckPool.Answer.HOLDS);
      assertThat(answer(pool.check((_, _) -> false, NOTHING, NOTHING)))
          .isEqualTo(CheckPool.Answer.FAILS);
      assertThat(pool.checked()).isEqualTo(2);
    }
  }

  @Test
  void aCheckThatThrowsIsUndecidedAndTheNextOneIsMade() throws Exception {
    try (CheckPool pool = new CheckPool(1, 1)) {
      Signatures.Check bug =
          (_, _) -> {
            throw new IllegalStateException("a defect");
          };
      Signatures.Check noLibrary =
          (_, _) -> {
            throw new UnsatisfiedLinkError("a library");
          };

      assertThat(answer(pool.check(bug, NOTHING, NOTHING))).isEqualTo(CheckPool.Answer.UNDECIDED);
      assertThat(answer(pool.check(noLibrary, NOTHING, NOTHING)))
          .isEqualTo(CheckPool.Answer.UNDECIDED);
      assertThat(answer(pool.check((_, _) -> true, NOTHING, NOTHING)))
          .isEqualTo(CheckPool.Answer.HOLDS);
    }
  }

  @Test
  void whatDoesNotFitAndWhatStillWaitsAtTheEndIsUndecided() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CheckPool pool = new CheckPool(1, 2);
    CompletableFuture<CheckPool.Answer> first =
        pool.check(
            (_, _) -> {
              begun.countDown();
              try {
                return go.await(10, TimeUnit.SECONDS);
              } catch (InterruptedException stopped) {
                return false;
              }
            },
            NOTHING,
            NOTHING);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    List<CompletableFuture<CheckPool.Answer>> waiting = new ArrayList<>();
    waiting.add(pool.check((_, _) -> true, NOTHING, NOTHING));
    waiting.add(pool.check((_, _) -> true, NOTHING, NOTHING));

    assertThat(answer(pool.check((_, _) -> true, NOTHING, NOTHING)))
        .isEqualTo(CheckPool.Answer.UNDECIDED);
    assertThat(pool.queued()).isEqualTo(2);
    pool.close();

    for (CompletableFuture<CheckPool.Answer> each : waiting) {
      assertThat(answer(each)).isEqualTo(CheckPool.Answer.UNDECIDED);
    }
    assertThat(answer(first)).isNotEqualTo(CheckPool.Answer.HOLDS);
    assertThat(answer(pool.check((_, _) -> true, NOTHING, NOTHING)))
        .isEqualTo(CheckPool.Answer.UNDECIDED);
  }
}
