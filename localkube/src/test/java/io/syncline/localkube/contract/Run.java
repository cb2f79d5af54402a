package io.syncline.localkube.contract;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one case and tells the normalised answers. */
final class Run {
  private static final Pattern VARIABLE = Pattern.compile("\\$([a-z][A-Za-z0-9]*)");
  private static final Duration AWAIT = Duration.ofSeconds(20);
  private static final List<String> HEADERS = List.of("content-type", "warning", "retry-after");

  private final Server server;
  private final Map<String, String> common;
  private final Case contract;
  private final Normal normal;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private Run(Server server, Map<String, String> common, Case contract) {
    this.server = server;
    this.common = common;
    this.contract = contract;
    this.normal = new Normal(contract.source());
    var ns = contract.namespace();
    variables.put("ns", ns);
    variables.put("core", "/api/v1/namespaces/" + ns);
    variables.put("apps", "/apis/apps/v1/namespaces/" + ns);
    variables.put("batch", "/apis/batch/v1/namespaces/" + ns);
    variables.put("net", "/apis/networking.k8s.io/v1/namespaces/" + ns);
    variables.put("rbac", "/apis/rbac.authorization.k8s.io/v1");
  }

  /**
   * The answers to {@code contract}, one tree per step that is compared.
   *
   * @param common headers of every request, such as a token
   */
  static List<Object> of(Server server, Map<String, String> common, Case contract) {
    var run = new Run(server, common, contract);
    run.prepare();
    var answers = new ArrayList<Object>();
    for (var step : contract.steps()) {
      run.normal.step(answers.size());
      var answer = run.told(step, run.sent(step));
      if (!step.quiet()) {
        answers.add(answer);
      }
    }
    return answers;
  }

  private void prepare() {
    var ns = variables.get("ns");
    var text = contract.source();
    if (!text.contains("$ns")
        && !text.contains("$core")
        && !text.contains("$apps")
        && !text.contains("$batch")
        && !text.contains("$net")) {
      return;
    }
    made("/api/v1/namespaces", "Namespace", String.valueOf(ns));
    // Where no controller runs, nobody makes the account that pods are given.
    made("/api/v1/namespaces/" + ns + "/serviceaccounts", "ServiceAccount", "default");
  }

  private void made(String path, String kind, String name) {
    var body =
        ObjectTree.of("apiVersion", "v1", "kind", kind, "metadata", ObjectTree.of("name", name));
    var headers = new LinkedHashMap<>(common);
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "prepare/1");
    var answer = server.send("POST", path, headers, Json.bytes(body), 0);
    if (answer.status() != 201) {
      throw new IllegalStateException(kind + " " + name + " could not be made: " + answer.body());
    }
  }

  private Server.Answer sent(Case.Step step) {
    var headers = new LinkedHashMap<>(common);
    headers.put("User-Agent", "contract/1");
    var body = body(step);
    if (body.length > 0) {
      headers.put("Content-Type", step.contentType());
    }
    var accept = Tree.text(step.tree(), "accept");
    if (!accept.isEmpty()) {
      headers.put("Accept", accept);
    }
    Tree.object(step.tree().get("headers"))
        .forEach((name, value) -> headers.put(name, filled(String.valueOf(value))));
    var path = filled(step.path()).replace(" ", "%20").replace(">", "%3E");
    var end = System.nanoTime() + AWAIT.toNanos();
    while (true) {
      var answer = server.send(step.method(), path, headers, body, step.events());
      if (step.awaited() == 0 || answer.status() == step.awaited() || System.nanoTime() > end) {
        return answer;
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private byte[] body(Case.Step step) {
    var tree = step.tree();
    var text = Tree.text(tree, "text");
    if (!text.isEmpty()) {
      return filled(text).getBytes(StandardCharsets.UTF_8);
    }
    return tree.containsKey("body")
        ? filled(Json.write(tree.get("body"))).getBytes(StandardCharsets.UTF_8)
        : new byte[0];
  }

  /** Known variables replaced; {@code $patch} and its kin stay as they are. */
  private String filled(String text) {
    // Two rounds: a variable may be made of others.
    return filledOnce(filledOnce(text));
  }

  private String filledOnce(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(variables.getOrDefault(found.group(1), found.group())));
  }

  private ObjectTree told(Case.Step step, Server.Answer answer) {
    var frames = new ArrayList<Object>();
    for (var frame : answer.body()) {
      frames.add(read(answer, frame));
    }
    var body = step.events() > 0 ? frames : frames.getFirst();
    Tree.object(step.tree().get("save"))
        .forEach(
            (name, path) ->
                variables.put(name, String.valueOf(Paths.at(body, String.valueOf(path)))));
    var normalised = normal.of(body);
    for (var path : step.texts("hide")) {
      normalised = Paths.without(normalised, path);
    }
    if (Tree.flag(step.tree(), "unordered")) {
      normalised = withSortedCauses(normalised);
    }
    var told =
        ObjectTree.of("do", step.method() + " " + step.path(), "status", (long) answer.status());
    for (var header : HEADERS) {
      var values = answer.headers().getOrDefault(header, List.of());
      if (!values.isEmpty()) {
        told = told.with(header, normal.of(Tree.list(values)));
      }
    }
    var shown = step.texts("show");
    if (shown.isEmpty()) {
      return told.with("body", normalised);
    }
    var parts = ObjectTree.EMPTY;
    for (var path : shown) {
      parts = parts.with(path, Paths.at(normalised, path));
    }
    return told.with("shown", parts);
  }

  /** For servers that tell the causes of a refusal in any order. */
  private static @Nullable Object withSortedCauses(@Nullable Object body) {
    var causes = new ArrayList<>(Tree.items(Tree.at(body, "details", "causes")));
    causes.sort(Comparator.comparing(Json::write));
    return Tree.with(Tree.object(body).without("message"), causes, "details", "causes");
  }

  private static @Nullable Object read(Server.Answer answer, String text) {
    var type = String.join("", answer.headers().getOrDefault("content-type", List.of()));
    if (type.startsWith("application/json")) {
      return Json.parse(text);
    }
    return type.startsWith("application/yaml") ? Yaml.parse(text) : text;
  }
}
