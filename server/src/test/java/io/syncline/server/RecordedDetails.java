package io.syncline.server;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.port.ApplicationDetails;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Details that a test puts in by hand, by application name. */
final class RecordedDetails implements ApplicationDetails {
  final Map<String, Detail> details = new ConcurrentHashMap<>();
  final Map<String, Manifest> wholes = new ConcurrentHashMap<>();
  final Map<String, RenderedRevision> rendered = new ConcurrentHashMap<>();
  final Map<String, CommitMetadata> commits = new ConcurrentHashMap<>();
  final Map<String, ObjectTree> explained = new ConcurrentHashMap<>();
  final Map<String, String> refusals = new ConcurrentHashMap<>();
  final Map<String, String> problems = new ConcurrentHashMap<>();
  final List<String> changedSources = new CopyOnWriteArrayList<>();
  final List<BiConsumer<String, String>> listeners = new CopyOnWriteArrayList<>();

  void put(String name, Detail detail) {
    details.put(name, detail);
    listeners.forEach(l -> l.accept(Installation.NAMESPACE, name));
  }

  /** Applications elsewhere are known by namespace and name. */
  private static String id(String namespace, String name) {
    return namespace.equals(Installation.NAMESPACE) ? name : namespace + "/" + name;
  }

  @Override
  public Optional<Detail> detail(String namespace, String name) {
    return Optional.ofNullable(details.get(id(namespace, name)));
  }

  @Override
  public List<String> specProblems(Manifest application, boolean render) {
    var refusal = refusals.getOrDefault(application.name(), "");
    return !refusal.isEmpty() && (render || refusal.contains("not permitted"))
        ? List.of(refusal)
        : List.of();
  }

  @Override
  public Manifest whole(Manifest application) {
    return wholes.getOrDefault(application.name(), application);
  }

  @Override
  public List<ManagedResource> comparedByServer(
      String namespace, String name, List<Manifest> manifests) {
    return detail(namespace, name).orElseThrow().resources().stream()
        .map(
            r ->
                new ManagedResource(
                    r.key(),
                    manifests.stream().filter(m -> m.key().equals(r.key())).findFirst(),
                    r.live(),
                    r.normalizedLive(),
                    r.predictedLive(),
                    r.hook(),
                    r.modified()))
        .toList();
  }

  @Override
  public RenderedRevision render(
      String namespace, String name, List<String> revisions, boolean anew) {
    var asked = String.join(",", revisions) + (anew ? "!" : "");
    return Optional.ofNullable(rendered.get(id(namespace, name) + "@" + asked))
        .orElseThrow(() -> new IllegalArgumentException("revision " + asked + " does not render"));
  }

  @Override
  public RenderedRevision renderFiles(String namespace, String name, byte[] archive) {
    var text = new String(archive, StandardCharsets.UTF_8);
    if (text.contains("..")) {
      throw new IllegalArgumentException("upload leads out of itself");
    }
    return new RenderedRevision("", "Directory", List.of(manifest(name, text)));
  }

  @Override
  public ObjectTree describe(ObjectTree application, int index) {
    return ObjectTree.of("type", "Directory", "of", application, "index", index);
  }

  private static Manifest manifest(String name, String text) {
    return new Manifest(
        ObjectTree.of("kind", "Text", "metadata", ObjectTree.of("name", name), "text", text));
  }

  @Override
  public Optional<ObjectTree> explain(String namespace, String name) {
    return Optional.ofNullable(explained.get(id(namespace, name)));
  }

  @Override
  public ObjectTree plan(String namespace, String name, ObjectTree operation) {
    return ObjectTree.of("digest", "d1", "of", id(namespace, name), "operation", operation);
  }

  @Override
  public ObjectTree rollBackInGit(String namespace, String name, ObjectTree request) {
    if (Tree.flag(request, "allowShared")) {
      return request.with("commit", "c1");
    }
    throw new IllegalArgumentException("shared with others");
  }

  @Override
  public ObjectTree adoptInGit(String namespace, String name, ObjectTree request) {
    return request.with("patch", "--- a/" + id(namespace, name));
  }

  @Override
  public List<String> resolve(String namespace, String name, List<String> revisions) {
    var problem = Optional.ofNullable(problems.get(id(namespace, name)));
    problem.ifPresent(
        text -> {
          throw new IllegalArgumentException(text);
        });
    return revisions.stream().map(r -> r.isEmpty() ? "c0ffee" : "commit-of-" + r).toList();
  }

  @Override
  public Optional<CommitMetadata> commit(String namespace, String name, String revision) {
    return Optional.ofNullable(commits.get(revision));
  }

  @Override
  public boolean contains(String namespace, String name, String commit, String head) {
    return commits.containsKey(commit) && commits.containsKey(head);
  }

  @Override
  public void sourceChanged(String repoUrl) {
    changedSources.add(repoUrl);
  }

  private void require(String repoUrl) {
    if (problems.containsKey(repoUrl)) {
      throw new IllegalArgumentException(problems.get(repoUrl));
    }
  }

  @Override
  public References references(String repoUrl, String project, boolean now) {
    require(repoUrl);
    return new References(List.of("main", "next" + project), List.of("v1.0.0"));
  }

  @Override
  public SortedMap<String, String> folders(String repoUrl, String revision, String project) {
    require(repoUrl);
    return new TreeMap<>(Map.of(".", "Kustomize", "charts/" + revision, "Helm"));
  }

  @Override
  public Map<String, List<String>> charts(String repoUrl, String project, boolean now) {
    require(repoUrl);
    return Map.of("web", List.of("1.1.0", "1.0.0"));
  }

  @Override
  public List<String> tags(String repoUrl, String project, boolean now) {
    require(repoUrl);
    return List.of("1.0.0", "latest");
  }

  @Override
  public Optional<String> repositoryProblem(String repoUrl, String project, boolean now) {
    return Optional.ofNullable(problems.get(repoUrl));
  }

  @Override
  public Optional<String> repositoryProblem(Manifest secret) {
    return Optional.ofNullable(problems.get(secret.text("stringData", "url")));
  }

  @Override
  public AutoCloseable onChange(BiConsumer<String, String> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
