package io.syncline.workloads.pod;

import io.syncline.model.tree.ObjectTree;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.fault.Outages.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One container at one moment.
 *
 * @param state its {@code state}
 * @param lastState its {@code lastState}, empty before a first restart
 * @param waiting the reason it waits for, "" when it does not
 * @param started whether it ever started
 * @param running whether it runs
 * @param up whether it runs and its startup probe has succeeded
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
    boolean up,
    boolean ready,
    int restarts,
    Optional<Integer> ended,
    Optional<Instant> endedAt,
    Optional<Instant> next) {

  /** From being allowed to start until running: image pull and creation. */
  static final Duration START = Duration.ofMillis(30);

  /** From running until ready, when nothing else is declared. */
  static final Duration READY = Duration.ofMillis(20);

  /** A container that is made to crash, and starts meanwhile, ends after this time. */
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  /** After a run of this length the back-off begins anew. */
  private static final Duration FORGIVEN = Duration.ofMinutes(10);

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
   * @param delay from running until started up and until ready, at real pace
   * @param behaviour what it does
   * @param outages when it is made to crash or not to be ready
   */
  record Plan(
      String name,
      String pod,
      String image,
      String restartPolicy,
      Delay delay,
      Behaviour behaviour,
      List<Outage> outages) {
    Plan {
      outages = List.copyOf(outages);
    }

    private boolean always() {
      return restartPolicy.equals("Always");
    }

    private boolean restarts(int exit) {
      return always() || (restartPolicy.equals("OnFailure") && exit != 0);
    }
  }

  /**
   * How long a container takes, at real pace.
   *
   * @param started from running until its startup probe succeeds
   * @param ready from running until its readiness probe succeeds
   */
  record Delay(Duration started, Duration ready) {}

  /** When and how a run ends. */
  private record Stop(Instant at, int exit) {}

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
    var round = 0;
    for (var k = 0; ; k++) {
      if (now.isBefore(start)) {
        return waiting(
            last, "CrashLoopBackOff", backOffText(plan, round), true, k - 1, Optional.of(start));
      }
      var stop = stop(plan, k, start, pace);
      if (stop.isEmpty() || now.isBefore(stop.get().at())) {
        return running(plan, start, last, k, stop.map(Stop::at), now, pace);
      }
      var end = stop.get().at();
      var exit = stop.get().exit();
      var over = terminated(plan, start, end, exit);
      if (!plan.restarts(exit)) {
        return over(over, last, k, exit, end, Optional.empty(), true);
      }
      var shown = end.plus(pace.of(SHOWN));
      if (now.isBefore(shown)) {
        return over(over, last, k, exit, end, Optional.of(shown), false);
      }
      round = k == 0 || !end.isBefore(start.plus(pace.of(FORGIVEN))) ? 0 : round + 1;
      last = over;
      var length = Duration.between(start, end);
      start = end.plus(backOff(round, pace));
      if (plan.behaviour().failures() == Integer.MAX_VALUE
          && plan.outages().isEmpty()
          && now.isAfter(start)) {
        start = skip(start, now, round + 1, length, pace);
      }
    }
  }

  /** When run number {@code k} ends: by itself, or because it is made to crash. */
  private static Optional<Stop> stop(Plan plan, int k, Instant start, Pace pace) {
    var first =
        plan.behaviour()
            .length(k, plan.always())
            .map(length -> new Stop(start.plus(pace.of(length)), plan.behaviour().exit(k)));
    for (var outage : plan.outages()) {
      if (!outage.crash()) {
        continue;
      }
      var at = outage.covers(start) ? start.plus(pace.of(AT_ONCE)) : outage.from();
      if (at.isAfter(start) && first.filter(f -> !at.isBefore(f.at())).isEmpty()) {
        first = Optional.of(new Stop(at, 1));
      }
    }
    return first;
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
    var upAt = start.plus(pace.of(plan.delay().started()));
    var readyAt = start.plus(pace.of(plan.delay().ready()));
    var never = plan.behaviour().neverReady();
    var held = plan.outages().stream().anyMatch(o -> !o.crash() && o.covers(now));
    var turns =
        plan.outages().stream()
            .filter(o -> !o.crash())
            .flatMap(o -> Stream.concat(Stream.of(o.from()), o.to().stream()));
    var next =
        Stream.of(
                end.stream(),
                Stream.of(upAt),
                never ? Stream.<Instant>of() : Stream.of(readyAt),
                turns)
            .flatMap(s -> s)
            .filter(now::isBefore)
            .min(Instant::compareTo);
    return new ContainerLife(
        ObjectTree.of("running", ObjectTree.of("startedAt", Stamp.of(start))),
        last,
        "",
        true,
        true,
        !now.isBefore(upAt),
        !never && !held && !now.isBefore(readyAt),
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
        false,
        restarts,
        forGood ? Optional.of(exit) : Optional.empty(),
        forGood ? Optional.of(end) : Optional.empty(),
        next);
  }
}
