package io.syncline.workloads.pod;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.fault.Outages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A bound pod at one moment: what its containers do and what follows for the whole.
 *
 * @param bound when it was bound to its node
 * @param inits its init containers, in order
 * @param containers its containers, in order
 * @param initialized whether all init containers are done
 * @param trouble why volumes cannot be mounted, "" when they can
 * @param next when this picture changes by itself
 */
record PodLife(
    Instant bound,
    List<Part> inits,
    List<Part> containers,
    boolean initialized,
    String trouble,
    Optional<Instant> next) {
  /** A missing object is looked for again after this time. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** The most of a probe's initial delay that is really waited for. */
  static final Duration PROBE_CAP = Duration.ofMillis(500);

  PodLife {
    inits = List.copyOf(inits);
    containers = List.copyOf(containers);
  }

  /**
   * One container.
   *
   * @param spec its entry in the pod's spec
   * @param life what it does
   */
  record Part(Object spec, ContainerLife life) {
    String name() {
      return Tree.text(spec, "name");
    }

    String image() {
      return Tree.text(spec, "image");
    }

    /** Whether it is an init container that stays. */
    boolean sidecar() {
      return Tree.text(spec, "restartPolicy").equals("Always");
    }
  }

  static PodLife at(Manifest pod, Instant bound, View view, Instant now, Pace pace) {
    var trouble = started(pod) ? Optional.<String>empty() : Needs.mountProblem(pod, view);
    var inits = new ArrayList<Part>();
    var begin = Optional.of(bound);
    for (var spec : Tree.items(pod.at("spec", "initContainers"))) {
      var part = trouble.isPresent() ? creating(spec) : part(pod, spec, begin, view, now, pace);
      inits.add(part);
      begin = doneAt(part, now);
    }
    var initialized = begin.isPresent() && trouble.isEmpty();
    var containers = new ArrayList<Part>();
    for (var spec : Tree.items(pod.at("spec", "containers"))) {
      containers.add(
          trouble.isPresent() ? creating(spec) : part(pod, spec, begin, view, now, pace));
    }
    var next =
        Stream.concat(inits.stream(), containers.stream())
            .map(p -> p.life().next())
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .or(() -> trouble.map(t -> now.plus(pace.of(RETRY))));
    return new PodLife(bound, inits, containers, initialized, trouble.orElse(""), next);
  }

  /** When the next container may begin because this init container is done or stays running. */
  private static Optional<Instant> doneAt(Part part, Instant now) {
    var life = part.life();
    if (part.sidecar()) {
      return life.up()
          ? Optional.of(Stamp.parse(Tree.text(life.state(), "running", "startedAt")).orElse(now))
          : Optional.empty();
    }
    return life.ended().filter(code -> code == 0).flatMap(code -> life.endedAt());
  }

  private static Part creating(Object spec) {
    return new Part(spec, ContainerLife.waiting("ContainerCreating", "", Optional.empty()));
  }

  private static Part part(
      Manifest pod, Object spec, Optional<Instant> begin, View view, Instant now, Pace pace) {
    if (begin.isEmpty()) {
      return new Part(spec, ContainerLife.waiting("PodInitializing", "", Optional.empty()));
    }
    if (!started(pod, Tree.text(spec, "name"))) {
      var problem = Needs.configProblem(pod, spec, view);
      if (problem.isPresent()) {
        var retry = Optional.of(now.plus(pace.of(RETRY)));
        return new Part(
            spec, ContainerLife.waiting("CreateContainerConfigError", problem.get(), retry));
      }
    }
    var behaviour = Behaviour.of(pod, spec);
    var plan =
        new ContainerLife.Plan(
            Tree.text(spec, "name"),
            "%s_%s(%s)".formatted(pod.name(), pod.namespace(), pod.uid()),
            Tree.text(spec, "image"),
            policy(pod, spec),
            delay(behaviour, spec),
            behaviour,
            init(pod, spec) ? List.of() : Outages.of(pod).list());
    return new Part(spec, ContainerLife.at(plan, begin.get(), now, pace));
  }

  /** An init container of a pod that restarts always is itself restarted only on failure. */
  private static String policy(Manifest pod, Object spec) {
    var policy = Behaviour.restartPolicy(pod, spec);
    var passing = init(pod, spec) && Tree.text(spec, "restartPolicy").isEmpty();
    return passing && policy.equals("Always") ? "OnFailure" : policy;
  }

  private static boolean init(Manifest pod, Object spec) {
    return Tree.items(pod.at("spec", "initContainers")).contains(spec);
  }

  private static ContainerLife.Delay delay(Behaviour behaviour, Object spec) {
    var started = probe(spec, "startupProbe");
    var ready =
        behaviour
            .readyAfter()
            .orElseGet(() -> started.plus(ContainerLife.READY).plus(probe(spec, "readinessProbe")));
    return new ContainerLife.Delay(started, ready);
  }

  /** How long a probe is waited for: a part of its initial delay, for nothing really starts. */
  private static Duration probe(Object spec, String name) {
    var declared = Duration.ofSeconds(Tree.number(spec, 0, name, "initialDelaySeconds"));
    return declared.compareTo(PROBE_CAP) > 0 ? PROBE_CAP : declared;
  }

  private static boolean started(Manifest pod) {
    return Stream.of("containerStatuses", "initContainerStatuses")
        .flatMap(list -> Tree.items(pod.at("status", list)).stream())
        .anyMatch(s -> !Tree.text(s, "containerID").isEmpty());
  }

  private static boolean started(Manifest pod, String container) {
    return Stream.of("containerStatuses", "initContainerStatuses")
        .flatMap(list -> Tree.items(pod.at("status", list)).stream())
        .filter(s -> Tree.text(s, "name").equals(container))
        .anyMatch(s -> !Tree.text(s, "containerID").isEmpty());
  }

  /** Whether some container is or was alive, so that the pod has an address. */
  boolean hasSandbox() {
    return trouble.isEmpty()
        && Stream.concat(inits.stream(), containers.stream())
            .map(Part::life)
            .anyMatch(l -> l.started() || !l.waiting().equals("ContainerCreating"));
  }

  /** Whether an init container failed for good. */
  private boolean initFailed() {
    return inits.stream().anyMatch(p -> p.life().ended().filter(code -> code != 0).isPresent());
  }

  String phase() {
    if (initFailed()) {
      return "Failed";
    }
    if (!initialized || containers.stream().anyMatch(p -> !p.life().started())) {
      return "Pending";
    }
    if (containers.stream().anyMatch(p -> p.life().ended().isEmpty())) {
      return "Running";
    }
    var good =
        containers.stream()
            .map(p -> p.life().ended().orElse(0))
            .allMatch(c -> Objects.equals(c, 0));
    return good ? "Succeeded" : "Failed";
  }

  List<String> unreadyContainers() {
    return containers.stream().filter(p -> !p.life().ready()).map(Part::name).toList();
  }
}
