package io.syncline.controller.source;

import io.syncline.controller.control.AppKey;
import io.syncline.engine.schedule.PathFilter;
import io.syncline.git.GitUrl;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each application's own sources rendered to when it was compared last: what later commits are
 * judged by.
 */
final class LastCompared {
  private final Map<AppKey, Known> known = new ConcurrentHashMap<>();
  private final Map<AppKey, Passed> passed = new ConcurrentHashMap<>();

  /** Commits that touched nothing of what was compared last: later ones are held against them. */
  private record Passed(Known since, List<String> commits) {}

  /** What the sources of an application rendered to. */
  record Known(List<ApplicationSource> sources, List<Slot> slots) {
    /** Copies the lists. */
    Known {
      sources = List.copyOf(sources);
      slots = List.copyOf(slots);
    }

    List<String> commits() {
      return slots.stream().map(Slot::commit).toList();
    }
  }

  /** One source of it: at which commit, from which inputs; no result for one without manifests. */
  record Slot(
      Origin origin,
      String path,
      String commit,
      RenderCache.@Nullable Key key,
      RenderResult.@Nullable Rendered result) {
    /** That of a source that renders nothing. */
    static Slot empty(Placed placed) {
      return new Slot(placed.origin(), "", placed.commit(), null, null);
    }

    /** The same from another commit. */
    Slot at(String otherCommit) {
      return new Slot(origin, path, otherCommit, key, result);
    }

    /** Whether a new commit alone may change the result. */
    boolean showsRevision() {
      return key != null && !key.revision().isEmpty()
          || result != null && !result.inputs().revision().isEmpty();
    }

    /** Whether rendering {@code work} would give this again. */
    boolean standsFor(Work work) {
      var request = work.request();
      return result != null
          && (result.type() != SourceType.PLUGIN || commit.equals(request.revision()))
          && work.key().equals(key)
          && result.inputs().standFor(work.tree(), request);
    }
  }

  void remember(Wish wish, List<Slot> slots) {
    known.put(AppKey.of(wish.app()), new Known(wish.sources(), slots));
  }

  /** Puts {@code slots} in place of {@code last}, unless another comparison came between. */
  void advance(Wish wish, Known last, List<Slot> slots) {
    known.replace(AppKey.of(wish.app()), last, new Known(last.sources(), slots));
  }

  Optional<Known> of(Wish wish) {
    return Optional.ofNullable(known.get(AppKey.of(wish.app())));
  }

  /**
   * Whether a source of an application was rendered from {@code file} of the repository at {@code
   * url}; false when not known.
   */
  boolean feeds(AppKey key, String url, String file) {
    var last = known.get(key);
    if (last == null) {
      return false;
    }
    var place = GitUrl.normalise(url);
    var changed = List.of(file);
    for (var slot : last.slots()) {
      if (slot.result() == null) {
        continue;
      }
      var inputs = slot.result().inputs();
      if (slot.origin() instanceof Origin.Git
          && slot.origin().name().equals(place)
          && inputs.touchedBy(changed)) {
        return true;
      }
      for (var source : last.sources()) {
        var ref = inputs.refs().get("$" + source.ref());
        if (ref != null
            && GitUrl.normalise(source.repoUrl()).equals(place)
            && ref.touchedBy(changed)) {
          return true;
        }
      }
    }
    return false;
  }

  void forget(AppKey key) {
    known.remove(key);
    passed.remove(key);
  }

  /**
   * Whether commits touched what the sources of an application were rendered from. A hint, cheap
   * enough to ask for every application at every push; recorded inputs know.
   *
   * @param commits where the sources point now
   * @param changes files that differ between two commits of a repository
   */
  boolean touched(Application app, List<String> commits, Changes changes) {
    var last = known.get(AppKey.of(app));
    if (last == null
        || !last.sources().equals(app.sources())
        || last.slots().size() != commits.size()) {
      return true;
    }
    var key = AppKey.of(app);
    var before = before(key, last);
    if (touched(app, last, before, commits, changes)) {
      passed.remove(key);
      return true;
    }
    passed.put(key, new Passed(last, List.copyOf(commits)));
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // another comparison makes another object
  private List<String> before(AppKey key, Known last) {
    var one = passed.get(key);
    return one != null && one.since() == last ? one.commits() : last.commits();
  }

  private static boolean touched(
      Application app, Known last, List<String> before, List<String> commits, Changes changes) {
    for (var i = 0; i < commits.size(); i++) {
      var slot = last.slots().get(i);
      if (before.get(i).equals(commits.get(i))) {
        continue;
      }
      if (!(slot.origin() instanceof Origin.Git git)) {
        return true;
      }
      var changed = changes.between(git.repository(), before.get(i), commits.get(i));
      var name = "$" + app.sources().get(i).ref();
      for (var user : last.slots()) {
        if (user.result() == null) {
          continue;
        }
        var inputs = user.result().inputs();
        if (user == slot && user.showsRevision()) {
          return true;
        }
        var read = user == slot ? inputs : inputs.refs().get(name);
        if (read != null && read.touchedBy(changed)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The last result, when the application says that what changed since does not matter. */
  Optional<RenderResult.Rendered> filtered(Wish wish, int source, Placed placed, Work work) {
    var filter = PathFilter.of(wish.app(), work.request().path());
    var last = known.get(AppKey.of(wish.app()));
    if (filter.isEmpty() || wish.hard() || last == null || last.slots().size() <= source) {
      return Optional.empty();
    }
    var slot = last.slots().get(source);
    if (slot.result() == null || !work.key().equals(slot.key())) {
      return Optional.empty();
    }
    if (slot.commit().equals(placed.commit())) {
      return Optional.of(slot.result());
    }
    if (!(placed.origin() instanceof Origin.Git git)) {
      return Optional.empty();
    }
    try {
      var changed = Changes.READ.between(git.repository(), slot.commit(), placed.commit());
      return filter.get().concerns(changed) ? Optional.empty() : Optional.of(slot.result());
    } catch (SourceException lastCommitIsGone) {
      return Optional.empty();
    }
  }
}
