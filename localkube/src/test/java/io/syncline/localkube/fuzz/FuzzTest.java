package io.syncline.localkube.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.LocalKube;
import io.syncline.localkube.rest.Reply;
import io.syncline.localkube.rest.Request;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Whatever clients send, every request is answered in the words of Kubernetes, and what is kept can
 * be read, listed and written back. {@code -Dsyncline.fuzz.minutes=15} goes on for that long.
 */
final class FuzzTest {
  private static final int REQUESTS = 2_500;
  private static final long PATIENCE_SECONDS = 60;
  private static final byte[] NONE = new byte[0];

  private final TreeMap<Integer, Integer> seen = new TreeMap<>();

  @Test
  void no_request_fails_and_the_state_stays_whole() throws Exception {
    var chosen = new Random().nextLong();
    System.out.println("fuzz: random seed " + chosen);
    round(20_261_121);
    round(chosen);
    var end = Instant.now().plus(Duration.ofMinutes(Long.getLong("syncline.fuzz.minutes", 0L)));
    while (Instant.now().isBefore(end)) {
      round(++chosen);
    }
    // Most must get in and many be refused, or the test would prove nothing.
    assertThat(seen.keySet()).contains(200, 201, 400, 404, 409, 415, 422);
  }

  private void round(long seed) throws Exception {
    try (var kube = LocalKube.builder().start()) {
      var definition = Json.bytes(Yaml.parseObject(Samples.THINGS));
      send(
          kube,
          request("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition));
      var requests = new Requests(seed);
      for (var i = 0; i < REQUESTS; i++) {
        var request = requests.next();
        check(seed, request, send(kube, request));
      }
      for (var path : collections(kube)) {
        whole(seed, kube, path);
      }
    }
  }

  private static Request request(String method, String path, byte[] body) {
    return Request.of(method, path, "", Map.of("content-type", "application/json"), body);
  }

  private record Answer(int status, String type, String text) {
    ObjectTree tree() {
      return Json.parseObject(bytes());
    }

    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Sends as the server does, on a virtual thread, and gives up on a request that hangs. */
  private static Answer send(LocalKube kube, Request request) throws Exception {
    var answer = new CompletableFuture<Answer>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(read(kube.rest().answer(request)));
              } catch (Throwable e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("hangs: " + Requests.described(request), e);
    } catch (ExecutionException e) {
      throw new AssertionError("fails: " + Requests.described(request), e.getCause());
    }
  }

  private static Answer read(Reply reply) throws InterruptedException {
    var type = String.join("", reply.headers().getOrDefault("Content-Type", List.of()));
    return switch (reply) {
      case Reply.Whole whole -> new Answer(whole.status(), type, text(whole.body().bytes()));
      case Reply.Stream stream -> {
        var sink = new FewFrames();
        stream.feed().run(sink);
        yield new Answer(stream.status(), type, text(sink.last));
      }
      case Reply.Parts parts -> {
        var sink = new FewFrames();
        parts.parts().run(sink);
        yield new Answer(parts.status(), type, text(sink.last));
      }
      case Reply.Conversation talk -> new Answer(talk.status(), type, "");
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A client that goes away after a few frames, or when none comes. */
  private static final class FewFrames implements Reply.Sink {
    private byte[] last = NONE;
    private int frames;

    @Override
    public boolean write(byte[] frame) {
      last = frame;
      return ++frames < 5;
    }

    @Override
    public boolean open() {
      return false;
    }
  }

  private void check(long seed, Request request, Answer answer) {
    seen.merge(answer.status(), 1, Integer::sum);
    var shown =
        "seed %d: %s -> %d %s"
            .formatted(seed, Requests.described(request), answer.status(), answer.text());
    // 500 without a reason: refused late, as a real server does; 501: what simulated pods cannot
    // do;
    // 504: a resource version of the future
    var refusedLate = answer.status() == 500 && Tree.text(answer.tree(), "reason").isEmpty();
    assertThat(
            answer.status() < 500
                || refusedLate
                || answer.status() == 501
                || answer.status() == 504)
        .as(shown)
        .isTrue();
    if (answer.type().startsWith("application/json") && !answer.text().isEmpty()) {
      var tree = answer.tree();
      if (answer.status() >= 400) {
        assertThat(Tree.text(tree, "kind")).as(shown).isEqualTo("Status");
        assertThat(Tree.number(tree, 0, "code")).as(shown).isEqualTo(answer.status());
        assertThat(Tree.text(tree, "message")).as(shown).isNotBlank();
      }
    }
  }

  private static List<String> collections(LocalKube kube) throws Exception {
    var paths = new java.util.ArrayList<String>();
    for (var group :
        List.of(
            "/api/v1",
            "/apis/apps/v1",
            "/apis/batch/v1",
            "/apis/networking.k8s.io/v1",
            "/apis/rbac.authorization.k8s.io/v1",
            "/apis/policy/v1",
            "/apis/autoscaling/v2",
            "/apis/autoscaling/v1",
            "/apis/events.k8s.io/v1",
            "/apis/apiextensions.k8s.io/v1",
            "/apis/fuzz.example.com/v1",
            "/apis/example.com/v1")) {
      var resources = send(kube, request("GET", group, NONE));
      if (resources.status() != 200) {
        continue;
      }
      for (var resource : Tree.items(resources.tree().get("resources"))) {
        var name = Tree.text(resource, "name");
        if (!name.contains("/")
            && Tree.items(Tree.at(resource, "verbs")).containsAll(List.of("list", "update"))) {
          paths.add(group + "/" + name);
        }
      }
    }
    return paths;
  }

  /** Every object of a list reads the same alone, and writing it back changes nothing. */
  private static void whole(long seed, LocalKube kube, String path) throws Exception {
    var list = send(kube, request("GET", path, NONE));
    assertThat(list.status()).as(path).isEqualTo(200);
    for (var item : Tree.items(list.tree().get("items"))) {
      var namespace = Tree.text(item, "metadata", "namespace");
      var slash = path.lastIndexOf('/');
      var place =
          path.substring(0, slash)
              + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
              + path.substring(slash)
              + "/"
              + java.net.URLEncoder.encode(
                  Tree.text(item, "metadata", "name"), StandardCharsets.UTF_8);
      var before = send(kube, request("GET", place, NONE));
      if (before.status() == 404) {
        continue;
      }
      assertThat(before.status()).as(place).isEqualTo(200);
      var after = send(kube, request("PUT", place, before.bytes()));
      if (after.status() == 409 || after.status() == 404) {
        // Housekeeping was faster.
        continue;
      }
      var shown = "seed %d: %s%n%s%n%s".formatted(seed, place, before.text(), after.text());
      assertThat(after.status()).as(shown).isEqualTo(200);
      assertThat(Tree.text(after.tree(), "metadata", "resourceVersion"))
          .as(shown)
          .isEqualTo(Tree.text(before.tree(), "metadata", "resourceVersion"));
    }
  }
}
