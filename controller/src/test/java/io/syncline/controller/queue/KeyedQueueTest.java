package io.syncline.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.controller.queue.KeyedQueue.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class KeyedQueueTest {
  private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4));

  @Test
  void runs_at_most_so_many_keys_at_a_time_and_each_key_once_at_a_time() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    Map<Integer, Boolean> busy = new ConcurrentHashMap<>();
    var doubled = new AtomicInteger();
    var done = new CountDownLatch(400);
    try (var queue =
        new KeyedQueue<Integer>(
            "test",
            4,
            QUICK,
            key -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              if (busy.put(key, true) != null) {
                doubled.incrementAndGet();
              }
              java.util.concurrent.locks.LockSupport.parkNanos(50_000);
              busy.remove(key);
              running.decrementAndGet();
              done.countDown();
              return done.getCount() > 0 ? Optional.of(Duration.ZERO) : Optional.empty();
            })) {
      for (var key = 0; key < 20; key++) {
        queue.add(key);
      }

      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(doubled).hasValue(0);
    assertThat(most.get()).isBetween(1, 4);
  }

  @Test
  void more_keys_are_worked_on_at_a_time_once_that_is_said() throws Exception {
    var together = new CountDownLatch(2);
    var first = new CountDownLatch(1);
    try (var queue =
        new KeyedQueue<Integer>(
            "test",
            1,
            QUICK,
            key -> {
              first.countDown();
              together.countDown();
              try {
                together.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Optional.empty();
            })) {
      queue.add(1);
      queue.add(2);
      assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(together.getCount()).isEqualTo(1);

      queue.workers(2);

      assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void work_that_fails_comes_back_and_disturbs_no_other_key() throws Exception {
    var failures = new AtomicInteger();
    var good = new CountDownLatch(1);
    var recovered = new CountDownLatch(1);
    try (var queue =
        new KeyedQueue<String>(
            "test",
            1,
            QUICK,
            key -> {
              if (key.equals("good")) {
                good.countDown();
              } else if (failures.incrementAndGet() < 5) {
                throw new IllegalStateException("not yet");
              } else {
                recovered.countDown();
              }
              return Optional.empty();
            })) {
      queue.add("bad");
      queue.add("good");

      assertThat(good.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(recovered.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void pauses_grow_up_to_the_longest() {
    var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.after(3)).isEqualTo(Duration.ofMillis(400));
    assertThat(backoff.after(50)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void hands_out_nothing_once_drained() {
    var runs = new AtomicInteger();
    var queue =
        new KeyedQueue<String>(
            "test",
            2,
            QUICK,
            _ -> {
              runs.incrementAndGet();
              return Optional.empty();
            });

    assertThat(queue.drain(Duration.ofSeconds(10))).isTrue();
    queue.add("late");

    assertThat(queue.depth()).isZero();
    assertThat(runs).hasValue(0);
  }
}
