package io.syncline.workloads;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import io.syncline.workloads.loop.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stored objects for a test of one decision. */
public final class Scene {
  /** The time of every scene. */
  public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Mirror mirror = new Mirror();
  private int version = 100;

  /** Enters an object; uid and resourceVersion are given to one that has none. */
  public Manifest put(Kind kind, Manifest object) {
    var entered = object;
    if (entered.uid().isEmpty()) {
      entered = entered.with("uid-" + entered.name(), "metadata", "uid");
    }
    entered = entered.with(Integer.toString(version++), "metadata", "resourceVersion");
    mirror.put(kind, entered, NOW);
    return entered;
  }

  /** Enters an object written in YAML. */
  public Manifest put(Kind kind, String yaml) {
    return put(kind, new Manifest(Yaml.parseObject(yaml)));
  }

  /** What is stored. */
  public View view() {
    return mirror;
  }

  /** {@code seconds} before now, as objects hold it. */
  public static String ago(long seconds) {
    return NOW.minusSeconds(seconds).toString();
  }

  /** The statuses a decision writes of a kind. */
  public static Optional<ObjectTree> status(Decision decision, Kind kind) {
    return decision.writes().stream()
        .filter(w -> w instanceof Write.Status s && s.kind() == kind)
        .map(w -> Tree.object(((Write.Status) w).object().at("status")))
        .findFirst();
  }

  /** The objects a decision replaces, of a kind. */
  public static List<Manifest> updated(Decision decision, Kind kind) {
    var found = new ArrayList<Manifest>();
    for (var write : decision.writes()) {
      if (write instanceof Write.Update(var of, var object) && of == kind) {
        found.add(object);
      }
    }
    return found;
  }

  /** The objects a decision makes, of a kind. */
  public static List<Manifest> created(Decision decision, Kind kind) {
    var found = new ArrayList<Manifest>();
    for (var write : decision.writes()) {
      if (write instanceof Write.Create(var of, var object, var _) && of == kind) {
        found.add(object);
      }
    }
    return found;
  }

  /** The names of the objects a decision deletes. */
  public static List<String> deleted(Decision decision) {
    var found = new ArrayList<String>();
    for (var write : decision.writes()) {
      if (write instanceof Write.Delete delete) {
        found.add(delete.object().name());
      }
    }
    return found;
  }

  /** The events of a decision as {@code Reason: message}. */
  public static List<String> events(Decision decision) {
    var found = new ArrayList<String>();
    for (var write : decision.writes()) {
      if (write instanceof Write.Note note) {
        found.add(note.reason() + ": " + note.message());
      }
    }
    return found;
  }

  /** How long after now a decision wants to be asked again. */
  public static Optional<Duration> wake(Decision decision) {
    return decision.wake().map(t -> Duration.between(NOW, t));
  }
}
