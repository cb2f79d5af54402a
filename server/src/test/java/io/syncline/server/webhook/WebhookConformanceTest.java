package io.syncline.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import io.syncline.engine.schedule.PathFilter;
import io.syncline.git.GitException;
import io.syncline.git.RemoteRefs;
import io.syncline.git.RevisionResolver;
import io.syncline.git.SemverRanges;
import io.syncline.git.WebAddress;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Argo CD's cases of webhooks. Where it decides by names whether a push concerns an application, we
 * look at the repository before and after: the cases are played as such pushes.
 */
class WebhookConformanceTest {
  private static final RevisionResolver RESOLVER = new RevisionResolver(SemverRanges.INSTANCE);

  /**
   * The others, applicationset-endpoint, applicationset-revision-changed and api-url-match, are
   * about ApplicationSets. Which namespaces applications stand in is asked nowhere in a webhook:
   * the controller sees no others, so the one case of app-refresh with several applications is not
   * played.
   */
  private static final List<String> GROUPS =
      List.of(
          "app-refresh",
          "endpoint",
          "ghcr-parse",
          "ghcr-signature",
          "oci-normalize",
          "payload-revision",
          "registry-can-handle",
          "source-revision-changed",
          "web-url-match");

  private final TreeSet<String> failed = new TreeSet<>();
  private final List<String> complaints = new ArrayList<>();
  private int passed;

  @Test
  void understands_pushes_as_argo_cd_does() throws IOException {
    var root = System.getenv("SYNCLINE_CONFORMANCE");
    var folder =
        (root == null ? Path.of("../../shared/conformance") : Path.of(root))
            .resolve("argocd/webhook");
    if (!Files.isDirectory(folder)) {
      System.out.println("webhook: no cases at " + folder);
      return;
    }
    for (var group : GROUPS) {
      var file = folder.resolve(group + ".json");
      if (Files.exists(file)) {
        for (var item : Tree.items(Json.parseObject(Files.readAllBytes(file)).get("cases"))) {
          judge(folder, group, Tree.object(item));
        }
      }
    }
    System.out.println("webhook: " + passed + " passed, " + failed.size() + " failed");
    assertThat(failed).as("%s", String.join("\n", complaints)).isEqualTo(known());
  }

  private static TreeSet<String> known() throws IOException {
    var known = new TreeSet<String>();
    try (var in = WebhookConformanceTest.class.getResourceAsStream("/conformance/webhook.txt")) {
      assertThat(in).isNotNull();
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(known::add);
    }
    return known;
  }

  private void judge(Path folder, String group, ObjectTree one) {
    var complaint = complaint(folder, group, one);
    if (complaint.isEmpty()) {
      return;
    }
    if (complaint.get().isEmpty()) {
      passed++;
    } else {
      failed.add(Tree.text(one, "id"));
      complaints.add(Tree.text(one, "id") + ": " + complaint.get());
    }
  }

  /** What is wrong, "" for nothing; empty for a case about what we have not. */
  private static Optional<String> complaint(Path folder, String group, ObjectTree one) {
    var expected = Tree.object(one.get("expected"));
    return switch (group) {
      case "app-refresh" ->
          one.containsKey("applications") ? Optional.empty() : Optional.of(refresh(one));
      case "endpoint" -> Optional.of(endpoint(folder, one));
      case "ghcr-parse" -> Optional.of(parsed(one));
      case "ghcr-signature" -> Optional.of(signature(one));
      case "oci-normalize" ->
          Optional.of(
              same(expected.get("value"), WebAddress.image(Tree.text(one, "input", "url"))));
      case "payload-revision" -> payload(one);
      case "registry-can-handle" -> Optional.of(registry(one));
      case "source-revision-changed" ->
          Optional.of(
              same(
                  expected.get("value"),
                  moved(
                      Tree.text(one, "input", "revision"),
                      Tree.flag(one, "input", "touchedHead"),
                      Tree.text(one, "input", "source", "targetRevision"))));
      default -> {
        var web = WebAddress.of(Tree.text(one, "webURL"));
        yield Optional.of(
            Tree.flag(expected, "error")
                ? same(true, web.isEmpty())
                : same(
                    expected.get("match"),
                    web.filter(w -> w.means(Tree.text(one, "repo"))).isPresent()));
      }
    };
  }

  private static String same(@Nullable Object expected, Object got) {
    return got.equals(expected) ? "" : "expected " + expected + ", got " + got;
  }

  private static String refresh(ObjectTree one) {
    var app = new Application(new Manifest(Tree.object(one.get("application"))));
    var files = List.of(Tree.text(one, "changedFile"));
    // An application whose sources are elsewhere is looked at whenever its repository moves.
    var refresh =
        app.sources().isEmpty()
            || app.sources().stream()
                .anyMatch(
                    s ->
                        PathFilter.of(app, s.path())
                            .map(filter -> filter.concerns(files))
                            .orElse(true));
    return same(Tree.at(one, "expected", "refresh"), refresh);
  }

  /** Whether {@code target} is another commit after a push of {@code revision}. */
  private static boolean moved(String revision, boolean touchedHead, String target) {
    var names =
        revision.startsWith("refs/")
            ? List.of(revision)
            : List.of("refs/heads/" + revision, "refs/tags/" + revision);
    return moved(names, touchedHead, target);
  }

  private static boolean moved(List<String> names, boolean touchedHead, String target) {
    var before = new LinkedHashMap<String, String>();
    before.put("HEAD", "old");
    var after = new LinkedHashMap<>(before);
    names.forEach(name -> after.put(name, "new"));
    if (touchedHead) {
      after.put("HEAD", "new");
    }
    return !resolved(before, target).equals(resolved(after, target));
  }

  private static String resolved(LinkedHashMap<String, String> refs, String target) {
    try {
      return RESOLVER.resolve(new RemoteRefs(refs, Optional.empty()), target, "");
    } catch (GitException e) {
      return "none";
    }
  }

  private static Optional<String> payload(ObjectTree one) {
    var body = Tree.object(one.get("hookPayload"));
    var address = ObjectTree.of("clone_url", "https://x/a/b", "git_http_url", "https://x/a/b");
    var clone = ObjectTree.of("links", ObjectTree.of("clone", List.of(href())));
    var html = ObjectTree.of("links", ObjectTree.of("html", href()));
    var push =
        switch (Tree.text(one, "payloadKind")) {
          case "github", "gogs" -> Payloads.github(body.with("repository", address));
          case "gitlab", "gitlab tag" -> Payloads.gitlab(body.with("project", address));
          case "bitbucket" -> Payloads.bitbucket(body.with("repository", html));
          case "bitbucketserver" -> Payloads.bitbucketServer(body.with("repository", clone));
          case "Azure" -> Payloads.azure(body);
          default -> Optional.<Push>empty();
        };
    var changed =
        push.filter(
                p ->
                    p.ref().startsWith("refs/") && !kind(one).equals("bitbucket")
                        ? moved(List.of(p.ref()), false, Tree.text(one, "targetRevision"))
                        : moved(
                            List.of("refs/heads/" + p.ref(), "refs/tags/" + p.ref()),
                            false,
                            Tree.text(one, "targetRevision")))
            .isPresent();
    return Optional.of(same(Tree.at(one, "expected", "hasChanged"), changed));
  }

  private static String kind(ObjectTree one) {
    return Tree.text(one, "payloadKind");
  }

  private static ObjectTree href() {
    return ObjectTree.of("href", "https://x/a/b");
  }

  private static String parsed(ObjectTree one) {
    var expected = Tree.object(one.get("expected"));
    ObjectTree body;
    try {
      body = Json.parseObject(Tree.text(one, "body").getBytes(UTF_8));
    } catch (Json.SyntaxException e) {
      return Tree.flag(expected, "error") ? "" : String.valueOf(e.getMessage());
    }
    var push = Payloads.githubPackage(body);
    if (Tree.flag(expected, "skipped")) {
      return same(true, push.isEmpty());
    }
    var event = Tree.object(expected.get("event"));
    var wanted =
        event.isEmpty()
            ? "an image"
            : Tree.text(event, "registryUrl")
                + "/"
                + Tree.text(event, "repository")
                + ":"
                + Tree.text(event, "tag");
    return push.map(
            p -> {
              var got = p.urls().getFirst().substring("oci://".length()) + ":" + p.ref();
              return event.isEmpty() ? "" : same(wanted, got);
            })
        .orElse("expected " + wanted + ", got none");
  }

  /** Played with a body that is no package: what counts is whether it is let in. */
  private static String signature(ObjectTree one) {
    var headers = new LinkedHashMap<String, String>();
    Tree.object(one.get("headers")).forEach((k, v) -> headers.put(k, String.valueOf(v)));
    headers.put("X-GitHub-Event", "package");
    var answer =
        played(
            "POST",
            headers,
            Tree.text(one, "body").getBytes(UTF_8),
            Tree.text(one, "secret"),
            Webhook.DEFAULT_LIMIT);
    return same(Tree.flag(one, "expected", "error") ? 400 : 200, answer.status());
  }

  private static String registry(ObjectTree one) {
    var headers = new LinkedHashMap<String, String>();
    Tree.object(one.get("headers"))
        .forEach(
            (k, v) -> {
              if (!String.valueOf(v).isEmpty()) {
                headers.put(k, String.valueOf(v));
              }
            });
    var image =
        "{\"action\":\"published\",\"package\":{\"name\":\"n\",\"package_type\":\"container\","
            + "\"owner\":{\"login\":\"o\"},\"package_version\":{\"container_metadata\":"
            + "{\"tag\":{\"name\":\"1\"}}}}}";
    var answer = played("POST", headers, image.getBytes(UTF_8), "", Webhook.DEFAULT_LIMIT);
    return same(Tree.at(one, "expected", "canHandle"), !answer.pushes().isEmpty());
  }

  private static String endpoint(Path folder, ObjectTree one) {
    var request = Tree.object(one.get("request"));
    var headers = new LinkedHashMap<String, String>();
    Tree.object(request.get("headers")).forEach((k, v) -> headers.put(k, String.valueOf(v)));
    var most = Tree.items(request.get("maxPayloadSize"));
    var payload = Tree.text(request, "payload");
    byte[] body;
    try {
      body = payload.isEmpty() ? new byte[0] : Files.readAllBytes(folder.resolve(payload));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var answer =
        played(
            Tree.text(request, "method"),
            headers,
            body,
            "",
            most.isEmpty()
                ? Webhook.DEFAULT_LIMIT
                : Long.parseLong(String.valueOf(most.getFirst())));
    var expected = Tree.object(one.get("expected"));
    if (answer.status() != Tree.number(expected, 0, "status")) {
      return "expected " + expected.get("status") + ", got " + answer;
    }
    var text = Tree.text(expected, "responseBody");
    if (!text.isEmpty() && !answer.text().equals(text)) {
      return "expected " + text + ", got " + answer;
    }
    return expected.get("push") == null
        ? ""
        : pushed(Tree.object(expected.get("push")), expected, answer.pushes());
  }

  private static String pushed(ObjectTree wanted, ObjectTree expected, List<Push> pushes) {
    if (pushes.size() != 1) {
      return "expected one push, got " + pushes;
    }
    var push = pushes.getFirst();
    for (var url : Tree.items(wanted.get("repoURLs"))) {
      if (push.urls().stream().noneMatch(u -> WebAddress.same(u, String.valueOf(url)))) {
        return "expected " + url + ", got " + push;
      }
    }
    var derived = Tree.object(expected.get("derivedFromPayload"));
    var fits =
        push.revision().equals(Tree.text(wanted, "revision"))
            && push.touchedHead() == Tree.flag(wanted, "touchedHead")
            && (!derived.containsKey("shaBefore")
                || push.before().equals(Tree.text(derived, "shaBefore"))
                    && push.after().equals(Tree.text(derived, "shaAfter")))
            && new TreeSet<Object>(push.files())
                .equals(new TreeSet<>(Tree.items(derived.get("changedFiles"))));
    return fits ? "" : "expected " + expected + ", got " + push;
  }

  private record Answer(int status, String text, List<Push> pushes) {}

  private static Answer played(
      String method, LinkedHashMap<String, String> headers, byte[] body, String secret, long most) {
    var pushes = new CopyOnWriteArrayList<Push>();
    var builder =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .gracefulShutdownTimeoutMillis(0, 0);
    new Webhook(
            key ->
                key.equals("webhook.github.secret") && !secret.isEmpty()
                    ? Optional.of(secret)
                    : Optional.empty(),
            () -> most,
            pushes::add)
        .mount(new Routes(builder, _ -> ""));
    var server = builder.build();
    server.start().join();
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/api/webhook"))
              .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
      headers.forEach(request::header);
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body(), pushes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      // Its threads stay idle for two seconds more, which nobody needs to wait for.
      server.stop();
    }
  }
}
