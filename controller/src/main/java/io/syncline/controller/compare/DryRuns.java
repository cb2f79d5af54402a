package io.syncline.controller.compare;

import io.syncline.engine.annotations.Authorship;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server what applying objects would make of them, once for each pair of a live and a
 * wanted state. Safe for use by many threads.
 */
final class DryRuns {
  private static final int KEPT = 10_000;
  private static final int AT_A_TIME = 8;

  private final Cluster cluster;

  /**
   * An answer with what was asked.
   *
   * @param live the live object: its uid and version
   * @param target what was to be applied
   * @param user who asked, "" for ourselves
   */
  private record Answered(String live, Manifest target, String user, Manifest answer) {
    boolean answers(String current, Manifest wanted, String asker) {
      return live.equals(current) && user.equals(asker) && target.equals(wanted);
    }
  }

  private final Map<ObjectKey, Answered> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, Answered> eldest) {
          return size() > KEPT;
        }
      };

  DryRuns(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * What applying each of {@code wanted} would make of its live object; those without one are not
   * asked for.
   *
   * @param user to ask as, "" for ourselves
   * @param anew ask though the answer is known
   * @throws ClusterException when the server refuses one; the message says which
   */
  Map<ObjectKey, Manifest> of(List<Manifest> wanted, LiveState live, String user, boolean anew) {
    var served = new TreeMap<ObjectKey, Manifest>();
    var open = new ArrayList<Manifest>();
    for (var target : wanted) {
      var current = live.get(target.key());
      if (current.isEmpty()) {
        continue;
      }
      var known = anew ? null : known(current.get(), target, user);
      if (known == null) {
        open.add(target);
      } else {
        served.put(target.key(), known);
      }
    }
    ask(open, live, user).forEach(answer -> served.put(answer.key(), answer));
    return served;
  }

  private List<Manifest> ask(List<Manifest> open, LiveState live, String user) {
    if (open.size() <= 1) {
      return open.stream().map(target -> ask(target, live, user)).toList();
    }
    var futures = new ArrayList<Future<Manifest>>();
    try (var threads =
        Executors.newFixedThreadPool(
            Math.min(AT_A_TIME, open.size()), Thread.ofVirtual().name("dry-run-", 0).factory())) {
      open.forEach(target -> futures.add(threads.submit(() -> ask(target, live, user))));
    }
    return futures.stream().map(DryRuns::value).toList();
  }

  private static Manifest value(Future<Manifest> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(ClusterException.Code.TIMEOUT, "interrupted while asking", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("a dry run ended without an answer", e);
    }
  }

  private Manifest ask(Manifest target, LiveState live, String user) {
    var options = WriteOptions.by(Authorship.MANAGER).dryRun(true).force(true).as(user);
    try {
      var answer = cluster.serverSideApply(target, options);
      live.get(target.key()).ifPresent(l -> keep(l, target, user, answer));
      return answer;
    } catch (ClusterException e) {
      throw new ClusterException(
          e.code(),
          "error calculating server side diff: error running server side apply in dryrun mode for"
              + " resource "
              + target.kind()
              + "/"
              + target.name()
              + ": "
              + e.text(),
          e);
    }
  }

  private @Nullable Manifest known(Manifest live, Manifest target, String user) {
    Answered last;
    synchronized (answers) {
      last = answers.get(target.key());
    }
    return last != null && last.answers(state(live), target, user) ? last.answer() : null;
  }

  private void keep(Manifest live, Manifest target, String user, Manifest answer) {
    synchronized (answers) {
      answers.put(target.key(), new Answered(state(live), target, user, answer));
    }
  }

  private static String state(Manifest live) {
    return live.uid() + " " + live.resourceVersion();
  }
}
