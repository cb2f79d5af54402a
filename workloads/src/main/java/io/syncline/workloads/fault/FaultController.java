package io.syncline.workloads.fault;

import io.syncline.model.object.Manifest;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import io.syncline.workloads.fault.Step.Deed;
import io.syncline.workloads.node.NodeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Carries out the script in {@code kube-system/sim-schedule}. When it began and what was done once
 * is written on the ConfigMap itself, so that a restart goes on where it was; a changed text begins
 * anew.
 *
 * @param pace how fast declared durations pass
 */
public record FaultController(Pace pace) implements Controller {
  /** Where the script is. */
  public static final Key PLACE = new Key(Kind.CONFIG_MAP, "kube-system", "sim-schedule");

  static final String BEGAN = "sim.syncline.io/schedule-began";
  static final String TEXT = "sim.syncline.io/schedule-digest";
  static final String DONE = "sim.syncline.io/schedule-done";
  static final String STATUS = "sim.syncline.io/schedule-status";
  static final String CAUSE = "sim.syncline.io/down-by";

  @Override
  public String manager() {
    return "syncline-workloads";
  }

  @Override
  public String component() {
    return "sim-schedule";
  }

  @Override
  public Kind kind() {
    return Kind.CONFIG_MAP;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.POD, Kind.NODE);
  }

  /** A new pod may be one that the script concerns. */
  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    return view.get(PLACE.kind(), PLACE.namespace(), PLACE.name()).isPresent()
        ? Stream.of(PLACE)
        : Stream.empty();
  }

  @Override
  public Decision decide(Manifest config, View view, Instant now) {
    if (!Key.of(Kind.CONFIG_MAP, config).equals(PLACE) || config.deleting()) {
      return Decision.NOTHING;
    }
    var script = FaultScript.of(config);
    var draft = new Decision.Draft();
    if (!script.mistakes().isEmpty()) {
      stop(draft, view, now);
      reject(draft, config, script);
      return draft.done();
    }
    var digest = Template.word(Template.hash64(config.text("data", FaultScript.KEY)), 10);
    if (!config.annotation(TEXT).equals(Optional.of(digest))) {
      stop(draft, view, now);
      return draft
          .update(
              Kind.CONFIG_MAP,
              annotated(config, BEGAN, Stamp.precise(now))
                  .with(digest, "metadata", "annotations", TEXT)
                  .without("metadata", "annotations", DONE)
                  .without("metadata", "annotations", STATUS))
          .add(
              Note.normal(
                  config,
                  "ScheduleStarted",
                  "Started a schedule of %d steps".formatted(script.steps().size())))
          .done();
    }
    carryOut(draft, config, script, view, now);
    return draft.done();
  }

  private static Manifest annotated(Manifest object, String name, String value) {
    return object.with(value, "metadata", "annotations", name);
  }

  private static void reject(Decision.Draft draft, Manifest config, FaultScript script) {
    var text = "invalid: " + String.join("; ", script.mistakes());
    if (config.annotation(STATUS).equals(Optional.of(text))) {
      return;
    }
    draft.update(
        Kind.CONFIG_MAP, annotated(config, STATUS, text).without("metadata", "annotations", TEXT));
    draft.add(Note.warning(config, "InvalidSchedule", String.join("; ", script.mistakes())));
  }

  private void carryOut(
      Decision.Draft draft, Manifest config, FaultScript script, View view, Instant now) {
    var start = start(config).orElse(now);
    var done = done(config);
    for (var step : script.steps()) {
      var timed = step.at(pace);
      Stream.concat(Stream.of(timed.begins(start)), timed.ends(start).stream())
          .filter(now::isBefore)
          .forEach(draft::wake);
      if (timed.active(start, now) && done.add(step.number())) {
        draft.add(Note.normal(config, "ScheduleStep", describe(step)));
        if (step.deed() == Deed.DELETE) {
          view.everywhere(Kind.POD).stream()
              .filter(p -> step.concerns(p) && !p.deleting())
              .forEach(p -> draft.delete(Kind.POD, p));
        }
      }
    }
    mark(draft, script, start, view, now);
    nodes(draft, script, start, view, now);
    var over = script.steps().stream().filter(s -> ended(s, start, now)).count();
    var status =
        over == script.steps().size()
            ? "done"
            : "%d of %d steps begun".formatted(done.size(), script.steps().size());
    var wanted = annotated(config, STATUS, status);
    wanted =
        done.isEmpty()
            ? wanted
            : annotated(
                wanted, DONE, String.join(",", done.stream().map(String::valueOf).toList()));
    if (!wanted.equals(config)) {
      draft.update(Kind.CONFIG_MAP, wanted);
    }
  }

  private boolean ended(Step step, Instant start, Instant now) {
    var timed = step.at(pace);
    return timed.over(start, now)
        || (step.deed() == Deed.DELETE && !now.isBefore(timed.begins(start)));
  }

  private static String describe(Step step) {
    return "Step %d: %s%s"
        .formatted(
            step.number() + 1,
            step.deed().word(),
            step.lasts().map(span -> " for " + span.toMillis() / 1000.0 + "s").orElse(""));
  }

  static Optional<Instant> start(Manifest config) {
    return config.annotation(BEGAN).flatMap(Stamp::parse);
  }

  private static TreeSet<Integer> done(Manifest config) {
    var done = new TreeSet<Integer>();
    Arrays.stream(config.annotation(DONE).orElse("").split(","))
        .filter(word -> word.matches("\\d{1,6}"))
        .forEach(word -> done.add(Integer.parseInt(word)));
    return done;
  }

  /** Writes on pods from when to when they crash or are not ready. */
  private void mark(
      Decision.Draft draft, FaultScript script, Instant start, View view, Instant now) {
    var active =
        script.steps().stream()
            .filter(s -> s.deed() == Deed.CRASH || s.deed() == Deed.UNREADY)
            .filter(s -> s.at(pace).active(start, now))
            .toList();
    if (active.isEmpty()) {
      return;
    }
    for (var pod : view.everywhere(Kind.POD)) {
      if (Pods.finished(pod) || pod.deleting()) {
        continue;
      }
      var known = Outages.of(pod);
      var wanted = known;
      for (var step : active) {
        if (step.concerns(pod)) {
          var timed = step.at(pace);
          wanted =
              wanted.with(
                  new Outages.Outage(
                      step.deed() == Deed.CRASH, timed.begins(start), timed.ends(start)));
        }
      }
      if (!wanted.equals(known)) {
        draft.update(Kind.POD, annotated(pod, Outages.ANNOTATION, wanted.text()));
      }
    }
  }

  /** Takes nodes down and lets those come back whose time is over. */
  private void nodes(
      Decision.Draft draft, FaultScript script, Instant start, View view, Instant now) {
    var steps = script.steps().stream().filter(s -> s.deed() == Deed.NODE_DOWN).toList();
    for (var node : view.in(Kind.NODE, "")) {
      var down =
          steps.stream().filter(s -> s.concerns(node) && s.at(pace).active(start, now)).findFirst();
      if (down.isPresent() && !NodeState.down(node)) {
        var since = down.get().at(pace).begins(start);
        draft.update(
            Kind.NODE,
            annotated(annotated(node, NodeState.DOWN, Stamp.precise(since)), CAUSE, PLACE.name()));
      } else if (down.isEmpty() && byScript(node)) {
        draft.update(Kind.NODE, recovered(node));
      }
    }
  }

  private static boolean byScript(Manifest node) {
    return NodeState.down(node) && node.annotation(CAUSE).isPresent();
  }

  private static Manifest recovered(Manifest node) {
    return node.without("metadata", "annotations", NodeState.DOWN)
        .without("metadata", "annotations", CAUSE);
  }

  /** Ends what an earlier script left going on. */
  private static void stop(Decision.Draft draft, View view, Instant now) {
    for (var node : view.in(Kind.NODE, "")) {
      if (byScript(node)) {
        draft.update(Kind.NODE, recovered(node));
      }
    }
    for (var pod : view.everywhere(Kind.POD)) {
      var known = Outages.of(pod);
      var cut = known.until(now);
      if (!cut.equals(known)) {
        draft.update(Kind.POD, annotated(pod, Outages.ANNOTATION, cut.text()));
      }
    }
  }

  @Override
  public Decision gone(Key key, View view, Instant now) {
    var draft = new Decision.Draft();
    if (key.equals(PLACE)) {
      stop(draft, view, now);
    }
    return draft.done();
  }

  /** The steps by which requests to make or remove pods are refused at {@code now}. */
  static List<Step> refusing(Manifest config, Pace pace, Instant now) {
    var start = start(config);
    var steps = new ArrayList<Step>();
    if (start.isPresent()) {
      FaultScript.of(config).steps().stream()
          .filter(s -> s.deed() == Deed.SCALE_API_ERRORS)
          .filter(s -> s.at(pace).active(start.get(), now))
          .forEach(steps::add);
    }
    return steps;
  }
}
