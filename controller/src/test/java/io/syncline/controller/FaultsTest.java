package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.kube.ClusterException;
import io.syncline.kube.ClusterException.Code;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Whatever dies or fails on the way: the same end, each hook once, nothing lost.
 *
 * <p>{@code -Dsyncline.crashes=200} tries so many points instead of a few.
 */
final class FaultsTest extends Example {
  private static final int WRITES = 40;
  private final Map<String, Integer> made = new ConcurrentHashMap<>();

  private void first() {
    git.write("web/before.yaml", job("before", "argocd.argoproj.io/hook: PreSync"));
    git.write("web/after.yaml", job("after", "argocd.argoproj.io/hook: PostSync"));
    git.write("web/web.yaml", deployment("web", 1, "shop/web:1"));
    git.write("web/a.yaml", configMap("a", "one"));
    git.write("web/gone.yaml", configMap("gone", "one"));
    git.write(
        "web/late.yaml",
        annotated("ConfigMap", "late", "argocd.argoproj.io/sync-wave: \"1\"", "one"));
    git.commit("one");
  }

  private String second() {
    git.delete("web/gone.yaml");
    git.write("web/web.yaml", deployment("web", 1, "shop/web:2"));
    git.write(
        "web/late.yaml",
        annotated("ConfigMap", "late", "argocd.argoproj.io/sync-wave: \"1\"", "two"));
    return git.commit("two");
  }

  /** Runs the first revision under {@code faults}. */
  private void story(FaultyCluster.Faults faults) {
    try (var watching = world.api.subscribe(this::count)) {
      first();
      world.restart(faults);
      application(
          "web",
          "web",
          AUTOMATED.replace(
              "{automated",
              "{retry: {limit: 20, backoff: {duration: 100ms, maxDuration: 1s}}, automated"));
      world.until("web", World::settled);
      assertThat(made).containsEntry("before", 1).containsEntry("after", 1);
      assertThat(watching).isNotNull();
    }
  }

  private void count(LocalApi.Event event) {
    if (event.change() == LocalApi.Change.ADDED && event.resource().plural().equals("jobs")) {
      made.merge(event.object().name(), 1, Integer::sum);
    }
  }

  private void ending(String revision) {
    var app = world.until("web", a -> World.settled(a) && World.revision(a).equals(revision));
    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(made)
        .as("hooks run; %s", app.status())
        .containsEntry("before", 2)
        .containsEntry("after", 2);
    assertThat(world.get("v1", "ConfigMap", "shop", "gone")).isEmpty();
    assertThat(world.get("v1", "ConfigMap", "shop", "bystander")).isPresent();
    assertThat(
            Tree.text(
                world.get("v1", "ConfigMap", "shop", "late").orElseThrow().root(), "data", "key"))
        .isEqualTo("two");
    var history =
        Tree.items(app.status().get("history")).stream()
            .map(h -> Tree.text(h, "revision"))
            .toList();
    assertThat(history).as("history").hasSize(2).endsWith(revision);
  }

  @Test
  void a_controller_that_dies_at_any_write_of_a_sync_is_followed_by_one_that_ends_it() {
    var seed = Long.getLong("syncline.seed", System.nanoTime());
    System.out.println("crash seed " + seed);
    var random = new Random(seed);
    var points = Integer.getInteger("syncline.crashes", 6);
    first();
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    world.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: bystander, namespace: shop}}");
    try (var watching = world.api.subscribe(this::count)) {
      for (var i = 0; i < points; i++) {
        crash(i, random.nextInt(WRITES), random.nextBoolean());
      }
      assertThat(watching).isNotNull();
    }
  }

  /** One more revision, with a death on the way. */
  private void crash(int round, int writes, boolean done) {
    made.clear();
    var value = "round " + round;
    git.write("web/a.yaml", configMap("a", value));
    git.write("web/web.yaml", deployment("web", 1, "shop/web:" + round));
    git.write("web/x" + round + ".yaml", configMap("x" + round, value));
    if (round > 0) {
      git.delete("web/x" + (round - 1) + ".yaml");
    }
    var before = Tree.items(world.app("web").status().get("history")).size();
    var revision = git.commit(value);
    var what = "round " + round + ": death at write " + writes + (done ? ", done" : ", not done");
    System.out.println(what);
    var death = FaultyCluster.death(writes, done);
    world.restart(death);
    world.until(
        "web", a -> death.dead() || (World.settled(a) && World.revision(a).equals(revision)));
    world.restart();

    var app = world.until("web", a -> World.settled(a) && World.revision(a).equals(revision));
    assertThat(World.phase(app)).as(what).isEqualTo("Succeeded");
    assertThat(made)
        .as("%s; %s", what, app.status())
        .containsEntry("before", 1)
        .containsEntry("after", 1);
    assertThat(world.get("v1", "ConfigMap", "shop", "x" + round)).as(what).isPresent();
    assertThat(world.get("v1", "ConfigMap", "shop", "x" + (round - 1))).as(what).isEmpty();
    assertThat(world.get("v1", "ConfigMap", "shop", "bystander")).as(what).isPresent();
    var history = Tree.items(app.status().get("history"));
    assertThat(history.size()).as(what).isEqualTo(Math.min(10, before + 1));
    assertThat(Tree.text(history.getLast(), "revision")).as(what).isEqualTo(revision);
  }

  @Test
  void answers_that_refuse_throttle_or_break_off_change_nothing_but_the_time() {
    var seed = Long.getLong("syncline.seed", System.nanoTime());
    System.out.println("fault seed " + seed);
    story(new Weather(seed));
    world.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: bystander, namespace: shop}}");
    try (var watching = world.api.subscribe(this::count)) {
      var revision = second();
      world.controller().sourceChanged(git.url());
      ending(revision);
      assertThat(watching).isNotNull();
    }
  }

  /** Every so often an answer that a busy or broken API server gives. */
  private static final class Weather implements FaultyCluster.Faults {
    private static final List<ClusterException> ANSWERS =
        List.of(
            new ClusterException(Code.CONFLICT, 409, "the object has been modified", null, null),
            new ClusterException(Code.TOO_MANY_REQUESTS, 429, "too many requests", null, null),
            new ClusterException(Code.SERVER, 500, "etcdserver: leader changed", null, null),
            new ClusterException(Code.TIMEOUT, 504, "request timed out", null, null),
            new ClusterException(Code.UNREACHABLE, "connection reset", null));
    private final Random random;

    Weather(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public synchronized void before(boolean write) {
      if (random.nextInt(12) == 0) {
        throw ANSWERS.get(random.nextInt(ANSWERS.size()));
      }
    }

    @Override
    public synchronized void after(boolean write) {
      // What a broken connection hides is not repeated blindly: half of these were done.
      if (random.nextInt(25) == 0) {
        throw ANSWERS.getLast();
      }
    }
  }
}
