package io.syncline.controller.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks the API server what applying objects would make of them, once for each pair of a live and a
 * wanted state. Safe for use by many threads.
 */
final class DryRuns {
  private static final String MANAGER = "argocd-controller";
  private static final int KEPT = 5_000;
  private static final int AT_A_TIME = 8;

  private final Cluster cluster;

  private final Map<String, Manifest> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Manifest> eldest) {
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
      var known = anew ? null : known(digest(current.get(), target, user));
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
    var options = WriteOptions.by(MANAGER).dryRun(true).force(true).as(user);
    try {
      var answer = cluster.serverSideApply(target, options);
      live.get(target.key()).ifPresent(l -> keep(digest(l, target, user), answer));
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

  private @org.jspecify.annotations.Nullable Manifest known(String digest) {
    synchronized (answers) {
      return answers.get(digest);
    }
  }

  private void keep(String digest, Manifest answer) {
    synchronized (answers) {
      answers.put(digest, answer);
    }
  }

  private static String digest(Manifest live, Manifest target, String user) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update((live.uid() + " " + live.resourceVersion() + " " + user + " ").getBytes(UTF_8));
      sha.update(Json.write(Tree.sorted(target.root())).getBytes(UTF_8));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
