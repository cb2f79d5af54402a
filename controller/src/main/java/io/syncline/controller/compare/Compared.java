package io.syncline.controller.compare;

import io.syncline.engine.diff.Difference;
import io.syncline.engine.health.ApplicationHealth;
import io.syncline.engine.target.Target;
import io.syncline.model.application.Application;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Condition;
import io.syncline.model.status.SyncStatus;
import io.syncline.render.SourceType;
import java.util.List;
import java.util.Optional;

/**
 * How an Application was found to be.
 *
 * @param app the application compared
 * @param finding what its comparison came to
 * @param revisions commit of each source
 * @param types tool of each source
 * @param orphans what stands in its namespace and belongs to no application, where its project asks
 *     for that
 */
public record Compared(
    Application app,
    Finding finding,
    List<String> revisions,
    List<Optional<SourceType>> types,
    List<Manifest> orphans) {
  /** How far a comparison got. */
  public enum Outcome {
    /** Both sides were compared. */
    COMPLETE,
    /** The sources could not be had or rendered: there is nothing to compare with. */
    NO_TARGET,
    /** Live state could not be had, or the cluster could not be asked to compare. */
    NO_LIVE,
    /** The spec is not usable. */
    REFUSED;

    /** Whether one side was missing that may be there with the next look. */
    public boolean incomplete() {
      return this == NO_TARGET || this == NO_LIVE;
    }
  }

  /**
   * What a comparison came to.
   *
   * @param outcome how far it got
   * @param status sync status of the whole
   * @param target what Git wants; empty when it could not be had
   * @param live what the cluster has
   * @param differences one per object
   * @param health how well it is
   * @param conditions all that went wrong or should be known
   */
  public record Finding(
      Outcome outcome,
      SyncStatus status,
      Target target,
      LiveState live,
      List<Difference> differences,
      ApplicationHealth health,
      List<Condition> conditions) {
    /** Copies the lists. */
    public Finding {
      differences = List.copyOf(differences);
      conditions = List.copyOf(conditions);
    }
  }

  /** Copies the lists. */
  public Compared {
    revisions = List.copyOf(revisions);
    types = List.copyOf(types);
    orphans = List.copyOf(orphans);
  }

  /** How far the comparison got. */
  public Outcome outcome() {
    return finding.outcome();
  }

  /** Sync status of the whole. */
  public SyncStatus status() {
    return finding.status();
  }

  /** What Git wants; empty when it could not be had. */
  public Target target() {
    return finding.target();
  }

  /** What the cluster has. */
  public LiveState live() {
    return finding.live();
  }

  /** One per object. */
  public List<Difference> differences() {
    return finding.differences();
  }

  /** How well it is. */
  public ApplicationHealth health() {
    return finding.health();
  }

  /** All that went wrong or should be known. */
  public List<Condition> conditions() {
    return finding.conditions();
  }

  /** Conditions that stop a sync. */
  public List<Condition> errors() {
    return conditions().stream().filter(Condition::isError).toList();
  }

  /** The same as seen by a later version of the application. */
  public Compared with(Application newer) {
    return new Compared(newer, finding, revisions, types, orphans);
  }

  /** The same with sources of these types, in their order. */
  public Compared typed(List<Optional<SourceType>> rendered) {
    return new Compared(app, finding, revisions, rendered, orphans);
  }

  /** The same with what stands in its namespace now and belongs to no application. */
  public Compared orphaned(List<Manifest> others) {
    return new Compared(app, finding, revisions, types, others);
  }

  /** The same at other commits, which render to the same manifests. */
  public Compared at(List<String> commits) {
    return new Compared(app, finding, commits, types, orphans);
  }
}
