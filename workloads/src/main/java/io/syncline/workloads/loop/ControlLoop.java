package io.syncline.workloads.loop;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import io.syncline.workloads.time.SimulationClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs controllers against the API. Level-triggered: it starts from what is stored, so it may be
 * stopped and started at any time.
 */
public final class ControlLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  /** Somebody else was faster that often: more is not bad luck any more. */
  private static final int CONFLICTS_IN_A_ROW = 10;

  private static final Duration REST = Duration.ofSeconds(10);

  private final LocalApi api;
  private final SimulationClock clock;
  private final List<Controller> controllers;
  private final boolean events;
  private final Interference interference;
  private final Map<Task, Integer> conflicts = new ConcurrentHashMap<>();
  private final ReentrantLock alone = new ReentrantLock();
  private final Mirror mirror = new Mirror();
  private final Progress progress = new Progress();
  private final KeyedQueue<Task> queue;
  private final EventRecorder recorder;
  private final EventExpiry expiry;
  private final LocalApi.Subscription subscription;

  /** One controller about one object. */
  private record Task(Controller controller, Key key) {}

  /**
   * A loop that runs from now on.
   *
   * @param events whether events are recorded
   * @param interference what may refuse writes before the API sees them
   */
  public ControlLoop(
      LocalApi api,
      SimulationClock clock,
      List<Controller> controllers,
      boolean events,
      Interference interference) {
    this.api = api;
    this.clock = clock;
    this.controllers = List.copyOf(controllers);
    this.events = events;
    this.interference = interference;
    this.queue = new KeyedQueue<>(clock, this::run, progress);
    this.recorder = new EventRecorder(api, progress::finished);
    clock.beforeMoving(this::rest);
    this.subscription = api.subscribe(this::heard);
    load();
    this.expiry = new EventExpiry(api, clock, progress);
  }

  private void rest() {
    // The clock outlives a loop; one that was stopped has nothing left to come to rest.
    if (!queue.closed() && !settle(REST) && !queue.closed()) {
      throw new IllegalStateException(
          "simulated workloads did not come to rest within " + REST + ": " + progress);
    }
  }

  /** Enters what is stored; changes that come meanwhile are newer and win. */
  private void load() {
    for (var kind : Kind.values()) {
      if (kind != Kind.EVENT && api.resourceOf(kind.apiVersion(), kind.word()).isPresent()) {
        for (var object : api.list(kind.resource(), "")) {
          mirror.put(kind, object, clock.instant());
          progress.heard(object.resourceVersion());
        }
      }
    }
    for (var controller : controllers) {
      mirror.keys(controller.kind()).forEach(key -> queue.add(new Task(controller, key)));
    }
  }

  /**
   * Waits until nothing is left to do at the present time.
   *
   * @return whether it came to rest within {@code timeout}
   */
  public boolean settle(Duration timeout) {
    return progress.await(timeout);
  }

  /** Has {@link #settle} wait for the event of somebody else's write, too. */
  public void expect(String version) {
    progress.wrote(version);
  }

  /** What the loop knows of the stored objects. */
  public View view() {
    return mirror;
  }

  private void heard(LocalApi.Event event) {
    var kind = Kind.of(event.resource());
    if (kind.isPresent() && kind.get() != Kind.EVENT) {
      if (event.change() == LocalApi.Change.DELETED) {
        mirror.remove(kind.get(), event.object()).ifPresent(turn -> dispatch(kind.get(), turn));
        // Only now: who deletes it at this moment must either find it gone or be confirmed.
        progress.confirmed(event.object().uid());
      } else {
        seen(kind.get(), event.object());
      }
    }
    progress.heard(event.object().resourceVersion());
  }

  private boolean seen(Kind kind, Manifest object) {
    var turn = mirror.put(kind, object, clock.instant());
    turn.ifPresent(t -> dispatch(kind, t));
    return turn.isPresent();
  }

  private void dispatch(Kind kind, Mirror.Turn turn) {
    var sides = Stream.of(turn.after(), turn.before()).flatMap(Optional::stream).toList();
    for (var controller : controllers) {
      if (controller.kind() == kind) {
        queue.add(new Task(controller, Key.of(kind, sides.getFirst())));
      }
      for (var side : sides) {
        for (var owner : side.owners()) {
          var ownerKind = Kind.of(Tree.text(owner, "apiVersion"), Tree.text(owner, "kind"));
          if (ownerKind.filter(k -> k == controller.kind()).isPresent()) {
            var namespace = controller.kind().namespaced() ? side.namespace() : "";
            var key = new Key(controller.kind(), namespace, Tree.text(owner, "name"));
            queue.add(new Task(controller, key));
          }
        }
        if (controller.watches().contains(kind)) {
          controller
              .touched(kind, side, mirror)
              .forEach(key -> queue.add(new Task(controller, key)));
        }
      }
    }
  }

  /** Asks the controller and carries out its answer; the time at which to ask again. */
  private Optional<Instant> run(Task task) {
    var key = task.key();
    var now = clock.instant();
    try {
      var object = mirror.get(key.kind(), key.namespace(), key.name());
      if (object.isEmpty()) {
        return perform(task, task.controller().gone(key, mirror, now), now);
      }
      if (!task.controller().oneAtATime()) {
        return perform(task, task.controller().decide(object.get(), mirror, now), now);
      }
      var decision = decideAlone(task.controller(), object.get(), now);
      try {
        return perform(task, decision, now);
      } finally {
        mirror.settle(object.get().uid());
      }
    } catch (RuntimeException e) {
      if (queue.closed()) {
        return Optional.empty();
      }
      LOG.error("controller failed component={} object={}", task.controller().component(), key, e);
      return Optional.of(now.plus(LONGEST_RETRY));
    }
  }

  private Decision decideAlone(Controller controller, Manifest object, Instant now) {
    alone.lock();
    try {
      var decision = controller.decide(object, mirror, now);
      for (var write : decision.writes()) {
        if (write instanceof Write.Update(var kind, var changed) && kind == Kind.POD) {
          mirror.intend(changed);
        }
        if (write instanceof Write.Status(var kind, var changed) && kind == Kind.POD) {
          mirror.intend(changed);
        }
      }
      return decision;
    } finally {
      alone.unlock();
    }
  }

  private Optional<Instant> perform(Task task, Decision decision, Instant now) {
    for (var write : decision.writes()) {
      try {
        write(task, write);
      } catch (ApiException e) {
        return refused(task, write, e, now);
      }
    }
    conflicts.remove(task);
    if (decision.writes().stream().anyMatch(Write.Create.class::isInstance)) {
      mirror.refused(task.key(), Optional.empty());
    }
    return decision.wake();
  }

  private void write(Task task, Write write) {
    var refusal = interference.refusal(write, mirror, clock.instant());
    if (refusal.isPresent()) {
      throw new ApiException(500, "InternalError", refusal.get(), ObjectTree.EMPTY);
    }
    var manager = task.controller().manager();
    switch (write) {
      case Write.Create(var kind, var object, var note) -> {
        var made = api.create(kind.resource(), object, manager);
        wrote(kind, made);
        note.ifPresent(
            n ->
                note(
                    task,
                    new Write.Note(
                        n.about(),
                        n.tone(),
                        n.reason(),
                        n.message().replace("{name}", made.name()))));
      }
      case Write.Update(var kind, var object) ->
          wrote(kind, api.update(kind.resource(), object, manager));
      // The status has one writer, so it need not match a version; the uid still must.
      case Write.Status(var kind, var object) ->
          wrote(
              kind,
              api.updateStatus(
                  kind.resource(),
                  object
                      .without("metadata", "resourceVersion")
                      .without("metadata", "managedFields"),
                  manager));
      case Write.Delete(var kind, var object, var grace, var note) -> {
        api.delete(
            kind.resource(),
            object.namespace(),
            object.name(),
            LocalApi.Propagation.BACKGROUND,
            grace);
        refresh(kind, object);
        note.ifPresent(n -> note(task, n));
      }
      case Write.Note note -> note(task, note);
    }
  }

  private void wrote(Kind kind, Manifest object) {
    // A write that changed nothing has an old version, for which no event will come.
    if (seen(kind, object)) {
      progress.wrote(object.resourceVersion());
    }
  }

  /** Looks up what became of an object. */
  private void refresh(Kind kind, Manifest object) {
    var stored = api.get(kind.resource(), object.namespace(), object.name());
    if (stored.isPresent()) {
      seen(kind, stored.get());
    }
    if (stored.filter(s -> s.uid().equals(object.uid())).isEmpty() && !object.uid().isEmpty()) {
      progress.expecting(object.uid());
      var turn = mirror.remove(kind, object);
      if (turn.isEmpty()) {
        progress.confirmed(object.uid());
      }
      turn.ifPresent(t -> dispatch(kind, t));
    }
  }

  private void note(Task task, Write.Note note) {
    if (events) {
      progress.begun();
      recorder.record(note, task.controller().component(), clock.instant());
    }
  }

  private Optional<Instant> refused(Task task, Write write, ApiException e, Instant now) {
    switch (write) {
      case Write.Create(var kind, var object, var _) -> {
        if (e.reason().equals("AlreadyExists")) {
          refresh(kind, object);
        }
      }
      case Write.Update(var kind, var object) -> refresh(kind, object);
      case Write.Status(var kind, var object) -> refresh(kind, object);
      case Write.Delete(var kind, var object, var _, var _) -> refresh(kind, object);
      case Write.Note _ -> {}
    }
    if (e.notFound() && !(write instanceof Write.Create)) {
      return Optional.empty();
    }
    var times = mirror.refusal(task.key()).map(View.Refusal::times).orElse(0) + 1;
    if (e.conflict() && conflicts.merge(task, 1, Integer::sum) < CONFLICTS_IN_A_ROW) {
      return Optional.of(now);
    }
    LOG.debug(
        "write refused component={} object={} reason={}",
        task.controller().component(),
        task.key(),
        e.reason());
    if (write instanceof Write.Create) {
      var message = Optional.ofNullable(e.getMessage()).orElse(e.reason());
      mirror.refused(task.key(), Optional.of(new View.Refusal(message, now, times)));
      if (times == 1) {
        mirror
            .get(task.key().kind(), task.key().namespace(), task.key().name())
            .ifPresent(
                owner ->
                    note(
                        task,
                        Write.Note.warning(owner, "FailedCreate", "Error creating: " + message)));
        return Optional.of(now);
      }
    }
    var wait = FIRST_RETRY.multipliedBy(1L << Math.min(times, 9));
    return Optional.of(now.plus(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait));
  }

  @Override
  public void close() {
    subscription.close();
    expiry.close();
    queue.close();
    recorder.close();
  }
}
