package io.syncline.workloads.pod;

import io.syncline.model.tree.ObjectTree;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One container at one moment.
 *
 * @param state its {@code state}
 * @param lastState its {@code lastState}, empty before a first restart
 * @param waiting the reason it waits for, "" when it does not
 * @param started whether it ever started
 * @param running whether it runs
 * @param ready whether it runs and is ready
 * @param restarts how often it was restarted
 * @param ended its final exit code, once it will not run again
 * @param endedAt when it ended for good
 * @param next when this picture changes
 */
record ContainerLife(
    ObjectTree state,
    ObjectTree lastState,
    String waiting,
    boolean started,
    boolean running,
    boolean ready,
    int restarts,
    Optional<Integer> ended,
    Optional<Instant> endedAt,
    Optional<Instant> next) {

  /** From being allowed to start until running: image pull and creation. */
  static final Duration START = Duration.ofMillis(30);

  /** From running until ready, when nothing else is declared. */
  static final Duration READY = Duration.ofMillis(20);

  private static final Duration SHOWN = Duration.ofSeconds(1);
  private static final long FIRST_BACK_OFF = 10;
  private static final long LONGEST_BACK_OFF = 300;

  /**
   * What is fixed about one container.
   *
   * @param name its name
   * @param pod {@code name_namespace(uid)} of its pod, for messages
   * @param image its image
   * @param restartPolicy the policy that counts for it
   * @param readyDelay from running until ready, at real pace
   * @param behaviour what it does
   */
  record Plan(
      String name,
      String pod,
      String image,
      String restartPolicy,
      Duration readyDelay,
      Behaviour behaviour) {
    private boolean always() {
      return restartPolicy.equals("Always");
    }

    private boolean restarts(int exit) {
      return always() || (restartPolicy.equals("OnFailure") && exit != 0);
    }
  }

  /** A container that waits. */
  static ContainerLife waiting(String reason, String message, Optional<Instant> next) {
    return waiting(ObjectTree.EMPTY, reason, message, false, 0, next);
  }

  private static ContainerLife waiting(
      ObjectTree last,
      String reason,
      String message,
      boolean started,
      int restarts,
      Optional<Instant> next) {
    var body = ObjectTree.of("reason", reason);
    body = message.isEmpty() ? body : body.with("message", message);
    return new ContainerLife(
        ObjectTree.of("waiting", body),
        last,
        reason,
        started,
        false,
        false,
        restarts,
        Optional.empty(),
        Optional.empty(),
        next);
  }

  /** The container at {@code now} when it was allowed to start at {@code begin}. */
  static ContainerLife at(Plan plan, Instant begin, Instant now, Pace pace) {
    return switch (plan.behaviour().pull()) {
      case MISSING -> unpulled(plan, begin, now, pace);
      case INVALID_NAME ->
          waiting(
              "InvalidImageName",
              "Failed to apply default image tag \""
                  + plan.image()
                  + "\": couldn't parse image name: invalid reference format",
              Optional.empty());
      case WORKS -> run(plan, begin, now, pace);
    };
  }

  private static ContainerLife unpulled(Plan plan, Instant begin, Instant now, Pace pace) {
    var attempt = begin;
    for (var k = 0; ; k++) {
      var next = attempt.plus(backOff(k, pace));
      var shown = attempt.plus(pace.of(SHOWN));
      if (now.isBefore(shown)) {
        return waiting(
            "ErrImagePull",
            "simulated pull of image \"" + plan.image() + "\": not found",
            Optional.of(shown));
      }
      if (now.isBefore(next)) {
        return waiting(
            "ImagePullBackOff",
            "Back-off pulling image \"" + plan.image() + "\"",
            Optional.of(next));
      }
      attempt = next;
      attempt = skip(attempt, now, k + 1, Duration.ZERO, pace);
    }
  }

  private static ContainerLife run(Plan plan, Instant begin, Instant now, Pace pace) {
    var start = begin.plus(pace.of(START));
    var last = ObjectTree.EMPTY;
    if (now.isBefore(start)) {
      return waiting("ContainerCreating", "", Optional.of(start));
    }
    for (var k = 0; ; k++) {
      if (now.isBefore(start)) {
        return waiting(
            last, "CrashLoopBackOff", backOffText(plan, k - 1), true, k - 1, Optional.of(start));
      }
      var length = plan.behaviour().length(k, plan.always()).map(pace::of);
      if (length.isEmpty() || now.isBefore(start.plus(length.get()))) {
        return running(plan, start, last, k, length.map(start::plus), now, pace);
      }
      var end = start.plus(length.get());
      var exit = plan.behaviour().exit(k);
      var over = terminated(plan, start, end, exit);
      if (!plan.restarts(exit)) {
        return over(over, last, k, exit, end, Optional.empty(), true);
      }
      var shown = end.plus(pace.of(SHOWN));
      if (now.isBefore(shown)) {
        return over(over, last, k, exit, end, Optional.of(shown), false);
      }
      last = over;
      start = end.plus(backOff(k, pace));
      if (plan.behaviour().failures() == Integer.MAX_VALUE && now.isAfter(start)) {
        start = skip(start, now, k + 1, length.get(), pace);
      }
    }
  }

  /** Whole rounds at the longest back-off are stepped over, so that an old pod costs nothing. */
  private static Instant skip(Instant start, Instant now, int round, Duration run, Pace pace) {
    if (FIRST_BACK_OFF << Math.min(round, 10) < LONGEST_BACK_OFF) {
      return start;
    }
    var cycle = pace.seconds(LONGEST_BACK_OFF).plus(run);
    var rounds = Duration.between(start, now).toNanos() / Math.max(1, cycle.toNanos());
    return rounds < 1000 ? start : start.plus(cycle.multipliedBy(rounds - 1));
  }

  private static Duration backOff(int round, Pace pace) {
    return pace.seconds(Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF << Math.min(round, 10)));
  }

  private static String backOffText(Plan plan, int round) {
    var seconds = Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF << Math.min(round, 10));
    var span = seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    return "back-off %s restarting failed container=%s pod=%s"
        .formatted(span, plan.name(), plan.pod());
  }

  private static ContainerLife running(
      Plan plan,
      Instant start,
      ObjectTree last,
      int restarts,
      Optional<Instant> end,
      Instant now,
      Pace pace) {
    var readyAt = start.plus(pace.of(plan.readyDelay()));
    var never = plan.behaviour().neverReady();
    var ready = !never && !now.isBefore(readyAt);
    var next = never || ready ? end : Optional.of(end.filter(readyAt::isAfter).orElse(readyAt));
    return new ContainerLife(
        ObjectTree.of("running", ObjectTree.of("startedAt", Stamp.of(start))),
        last,
        "",
        true,
        true,
        ready,
        restarts,
        Optional.empty(),
        Optional.empty(),
        next);
  }

  private static ObjectTree terminated(Plan plan, Instant start, Instant end, int exit) {
    var reason =
        plan.behaviour().oom() && exit != 0 ? "OOMKilled" : exit == 0 ? "Completed" : "Error";
    return ObjectTree.of(
        "terminated",
        ObjectTree.of(
            "exitCode",
            exit,
            "reason",
            reason,
            "startedAt",
            Stamp.of(start),
            "finishedAt",
            Stamp.of(end)));
  }

  private static ContainerLife over(
      ObjectTree state,
      ObjectTree last,
      int restarts,
      int exit,
      Instant end,
      Optional<Instant> next,
      boolean forGood) {
    return new ContainerLife(
        state,
        last,
        "",
        true,
        false,
        false,
        restarts,
        forGood ? Optional.of(exit) : Optional.empty(),
        forGood ? Optional.of(end) : Optional.empty(),
        next);
  }
}
