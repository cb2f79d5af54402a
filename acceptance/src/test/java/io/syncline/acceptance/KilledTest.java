package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.ResourceId;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The process is killed as {@code kill -9} does at any write, and started again: the same end, each
 * hook once, one entry of history, nothing left over.
 *
 * <p>{@code -Dsyncline.kills=200} tries so many points instead of a few, {@code -Dsyncline.seed=N}
 * the points of a seed.
 */
final class KilledTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ResourceId MAPS = new ResourceId("", "v1", "configmaps");
  private static final Passage.Point NEVER = new Passage.Point(-1, false, () -> {});
  private static final String URL = "https://git.syncline.example/";

  private final Killable world = new Killable();
  private final Map<String, WorkTree> trees = new HashMap<>();
  private int deploys;
  private String lastSync = "";

  /** What happens in a round, and about how many writes that takes. */
  private enum Act {
    SYNC(40),
    HEAL(16),
    FAIL(24),
    DELETE(16);

    private final int writes;

    Act(int writes) {
      this.writes = writes;
    }
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void killed_at_any_write_it_ends_as_if_nothing_had_been() throws IOException {
    var seed = Long.getLong("syncline.seed", System.nanoTime());
    System.out.println("kill seed " + seed);
    var random = new Random(seed);
    begin();
    var fired = 0;
    for (var i = 0; i < Integer.getInteger("syncline.kills", 8); i++) {
      var act = Act.values()[i % 4];
      var what = new Plan(i, act, random);
      System.out.println(what);
      try {
        fired += round(what);
      } catch (AssertionError e) {
        throw new AssertionError(what + ": " + e.getMessage() + "\n" + world.told(), e);
      }
    }
    System.out.println("killed " + fired + " times");
    assertThat(fired).isPositive();
    assertThat(leftovers()).isEmpty();
  }

  /**
   * One round.
   *
   * @param number from 0 on
   * @param act what happens
   * @param first the write it dies at
   * @param done whether that write is still done
   * @param second the write of the one started afterwards at which that dies too; negative for none
   */
  private record Plan(int number, Act act, int first, boolean done, int second) {
    Plan(int number, Act act, Random random) {
      this(
          number,
          act,
          random.nextInt(act.writes),
          random.nextBoolean(),
          random.nextInt(3) == 0 ? random.nextInt(20) : -1);
    }
  }

  private static String job(String name, String annotations, String command) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {%s, annotations: {%s}}
    spec:
      backoffLimit: 0
      template:
        spec: {restartPolicy: Never, containers: [{name: main, image: "story/job:1", command: [sh, -c, "%s"]}]}
    """
        .formatted(name, annotations, command);
  }

  private static String hook(String type, String policy) {
    return "argocd.argoproj.io/hook: "
        + type
        + (policy.isEmpty() ? "" : ", argocd.argoproj.io/hook-delete-policy: " + policy);
  }

  private static String map(String name, String annotations, String value) {
    return "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, annotations: {%s}}, data: {key: \"%s\"}}\n"
        .formatted(name, annotations, value);
  }

  private static String wave(int number) {
    return "argocd.argoproj.io/sync-wave: \"" + number + "\"";
  }

  private static String application(String name, String policy, String more) {
    return """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: %1$s, namespace: argocd%4$s}
    spec:
      project: default
      source: {repoURL: "%2$s%1$s.git", path: app, targetRevision: main}
      destination: {server: https://kubernetes.default.svc, namespace: %1$s}
      syncPolicy: {automated: %3$s, retry: {limit: 1, backoff: {duration: 300ms}}, syncOptions: [CreateNamespace=true]}
    """
        .formatted(name, URL, policy, more);
  }

  private void begin() throws IOException {
    Files.createDirectories(world.data.resolve("repos"));
    for (var name : List.of("web", "fails", "brief")) {
      trees.put(name, WorkTree.create(world.data.resolve("repos/" + name + ".git")));
    }
    tree("web")
        .write("app/before.yaml", job("name: before", hook("PreSync", ""), "true"))
        .write(
            "app/during.yaml",
            job("generateName: during-", hook("Sync", "HookSucceeded") + ", " + wave(1), "true"))
        .write("app/after.yaml", job("name: after", hook("PostSync", "HookSucceeded"), "true"))
        .write("app/never.yaml", job("generateName: never-", hook("SyncFail", ""), "true"));
    tree("fails")
        .write("app/before.yaml", job("name: before", hook("PreSync", ""), "exit 1"))
        .write("app/rescue.yaml", job("generateName: rescue-", hook("SyncFail", ""), "true"))
        .write("app/a.yaml", map("a", "", "begin"));
    tree("brief")
        .write("app/one.yaml", map("one", "", "x"))
        .write("app/two.yaml", map("two", wave(1), "x"))
        .write("app/first.yaml", job("name: first", hook("PreDelete", "HookSucceeded"), "true"))
        .write("app/last.yaml", job("name: last", hook("PostDelete", "HookSucceeded"), "true"));
    publish("fails", "begin");
    publish("brief", "begin");
    story("begin");
    world.create(
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: argocd}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cmd-params-cm, namespace: argocd, labels: {app.kubernetes.io/part-of: argocd}}, data: {controller.sync.wave.delay.seconds: "0"}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: web}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: bystander, namespace: web}, data: {key: mine}}
        """);
    world.start();
    world.create(application("web", "{prune: true, selfHeal: true}", ""));
    world.create(application("fails", "{}", ""));
    settled("begin");
    failed();
    assertThat(world.hooks())
        .as("hooks of an undisturbed run")
        .isEqualTo(
            Map.of(
                "web/before", 1,
                "web/during-", 1,
                "web/after", 1,
                "fails/before", 2,
                "fails/rescue-", 2));
  }

  /** Writes what this round deploys. */
  private void story(String value) {
    var tree = tree("web");
    tree.write("app/a.yaml", map("a", "", value))
        .write("app/late.yaml", map("late", wave(2), value))
        .write("app/x-" + deploys + ".yaml", map("x-" + deploys, "", value))
        .write(
            "app/web.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "story/web:%s"}]}}
            """
                .formatted(value));
    if (deploys > 0) {
      tree.git("rm", "-q", "app/x-" + (deploys - 1) + ".yaml");
    }
    deploys++;
    publish("web", value);
    lastSync = value;
  }

  private WorkTree tree(String app) {
    return Objects.requireNonNull(trees.get(app));
  }

  private String head(String app) {
    return tree(app).git("rev-parse", "HEAD");
  }

  private void publish(String app, String message) {
    var tree = tree(app);
    tree.git("add", "-A");
    tree.git("commit", "-q", "-m", message);
    tree.git("push", "-q", "origin", "main");
  }

  private int round(Plan plan) {
    var history = history("web");
    if (plan.act() == Act.DELETE) {
      world.create(
          application(
              "brief", "{prune: true}", ", finalizers: [resources-finalizer.argocd.argoproj.io]"));
      until("brief", Map.of("sync", "Synced", "phase", "Succeeded"));
    }
    world.forget();
    world.passage.arm(new Passage.Point(plan.first(), plan.done(), world::kill));
    act(plan);
    var kills = survive(plan);
    check(plan, history);
    return kills;
  }

  private void act(Plan plan) {
    switch (plan.act()) {
      case SYNC -> {
        story("v" + plan.number());
        refresh("web");
      }
      case HEAL -> {
        world.delete(MAPS, "web", "a");
        world.edit(MAPS, "web", "late", m -> m.with("by hand", "data", "key"));
      }
      case FAIL -> {
        tree("fails").write("app/a.yaml", map("a", "", "v" + plan.number()));
        publish("fails", "v" + plan.number());
        refresh("fails");
      }
      case DELETE -> world.delete(Killable.APPS, "argocd", "brief");
    }
  }

  private void refresh(String app) {
    world.edit(
        Killable.APPS,
        "argocd",
        app,
        m -> m.with("hard", "metadata", "annotations", "argocd.argoproj.io/refresh"));
  }

  /** Starts it again as often as it dies; gives how often that was. */
  private int survive(Plan plan) {
    Eventually.is(plan + " to die or end", PATIENCE, () -> !world.alive() || ended(plan));
    // The write that ends it may be the one it dies at: only then it is known whether it lives.
    world.passage.arm(NEVER);
    if (world.alive()) {
      return 0;
    }
    world.passage.arm(new Passage.Point(plan.second(), !plan.done(), world::kill));
    if (plan.second() < 0) {
      world.start();
      return 1;
    }
    try {
      world.start();
      Eventually.is(plan + " to die again or end", PATIENCE, () -> !world.alive() || ended(plan));
    } catch (IllegalStateException diedOnTheWay) {
      assertThat(world.alive()).as(diedOnTheWay.getMessage()).isFalse();
    }
    world.passage.arm(NEVER);
    if (world.alive()) {
      return 1;
    }
    world.start();
    return 2;
  }

  private boolean ended(Plan plan) {
    return switch (plan.act()) {
      case SYNC, HEAL -> expected().equals(world.content("web")) && is("web", "Synced");
      case FAIL -> tells("fails", head("fails")) && phase("fails").equals("Failed");
      case DELETE -> world.get("argoproj.io/v1alpha1", "Application", "argocd", "brief").isEmpty();
    };
  }

  private boolean is(String app, String sync) {
    return Tree.text(world.status(app), "sync", "status").equals(sync)
        && !phase(app).equals("Running");
  }

  private String phase(String app) {
    return Tree.text(world.status(app), "operationState", "phase");
  }

  private boolean tells(String app, String revision) {
    return Tree.text(world.status(app), "operationState", "syncResult", "revision")
        .equals(revision);
  }

  private List<ObjectTree> history(String app) {
    return Tree.items(world.status(app).get("history")).stream().map(Tree::object).toList();
  }

  private void until(String app, Map<String, String> wanted) {
    Eventually.holds(
        PATIENCE,
        () -> {
          var status = world.status(app);
          var now = new HashMap<String, String>();
          now.put("sync", Tree.text(status, "sync", "status"));
          now.put("health", Tree.text(status, "health", "status"));
          now.put("phase", Tree.text(status, "operationState", "phase"));
          now.keySet().retainAll(wanted.keySet());
          assertThat(now).as(() -> app + ": " + status).isEqualTo(wanted);
          assertThat(
                  world
                      .get("argoproj.io/v1alpha1", "Application", "argocd", app)
                      .orElseThrow()
                      .root())
              .doesNotContainKey("operation");
        });
  }

  /** What the namespace holds when all is done. */
  private Map<String, String> expected() {
    var all = new TreeMap<String, String>();
    all.put("ConfigMap/a", lastSync);
    all.put("ConfigMap/late", lastSync);
    all.put("ConfigMap/x-" + (deploys - 1), lastSync);
    all.put("ConfigMap/bystander", "mine");
    all.put("Deployment/web", "story/web:" + lastSync);
    all.put("Job/before", "story/job:1");
    return all;
  }

  private void settled(String what) {
    until("web", Map.of("sync", "Synced", "health", "Healthy", "phase", "Succeeded"));
    Eventually.holds(
        PATIENCE, () -> assertThat(world.content("web")).as(what).isEqualTo(expected()));
  }

  private void failed() {
    var revision = head("fails");
    Eventually.is("fails to fail at " + revision, PATIENCE, () -> tells("fails", revision));
    until("fails", Map.of("sync", "OutOfSync", "phase", "Failed"));
  }

  private void check(Plan plan, List<ObjectTree> before) {
    var what = plan.toString();
    switch (plan.act()) {
      case SYNC -> {
        var revision = head("web");
        Eventually.is(what, PATIENCE, () -> tells("web", revision));
        settled(what);
        assertThat(world.hooks())
            .as(what)
            .isEqualTo(Map.of("web/before", 1, "web/during-", 1, "web/after", 1));
        var history = history("web");
        assertThat(history).as(what).hasSize(Math.min(10, before.size() + 1));
        assertThat(Tree.text(history.getLast(), "revision")).as(what).isEqualTo(revision);
        assertThat(Tree.number(history.getLast(), -1, "id"))
            .as(what)
            .isEqualTo(Tree.number(before.getLast(), -1, "id") + 1);
      }
      case HEAL -> {
        settled(what);
        assertThat(world.hooks()).as(what).isEmpty();
        assertThat(history("web")).as(what).isEqualTo(before);
      }
      case FAIL -> {
        failed();
        assertThat(world.hooks()).as(what).isEqualTo(Map.of("fails/before", 2, "fails/rescue-", 2));
        assertThat(world.content("fails").keySet())
            .as(what)
            .contains("Job/before")
            .allMatch(name -> name.equals("Job/before") || name.startsWith("Job/rescue-"));
        settled(what);
      }
      case DELETE -> {
        Eventually.is(what, PATIENCE, () -> ended(plan));
        assertThat(world.hooks()).as(what).isEqualTo(Map.of("brief/first", 1, "brief/last", 1));
        assertThat(world.content("brief")).as(what).isEmpty();
        settled(what);
      }
    }
  }

  /** Files that belong to work somebody did not end. */
  private List<String> leftovers() throws IOException {
    try (var files = Files.walk(world.data)) {
      return files
          .filter(Files::isRegularFile)
          .map(world.data::relativize)
          .map(Path::toString)
          .filter(f -> f.matches(".*(\\.tmp|\\.part|\\.new|/incoming[^/]*|/tmp_[^/]*|.\\.lock)"))
          .toList();
    }
  }
}
