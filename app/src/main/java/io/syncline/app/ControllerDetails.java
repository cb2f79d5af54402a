package io.syncline.app;

import io.syncline.controller.Controller;
import io.syncline.controller.Inspection;
import io.syncline.controller.source.SourceException;
import io.syncline.engine.automation.Hold;
import io.syncline.engine.diff.SecretMask;
import io.syncline.engine.explain.Explanation;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.kube.Cluster;
import io.syncline.kube.PatchType;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.WriteOptions;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.SourceType;
import io.syncline.server.port.ApplicationDetails;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the controller knows, in the words of the server. */
final class ControllerDetails implements ApplicationDetails {
  private static final ResourceKind APPLICATION =
      ResourceKind.of("argoproj.io", "v1alpha1", "Application", "applications", true);

  private static final Logger LOG = LoggerFactory.getLogger(ControllerDetails.class);

  private final Controller controller;
  private final Cluster cluster;
  private final GitRollback rollback;
  private final GitAdoption adoption;

  ControllerDetails(Controller controller, Cluster cluster, GitRepositories git) {
    this.controller = controller;
    this.rollback = new GitRollback(controller, git);
    this.adoption = new GitAdoption(controller, git);
    this.cluster = cluster;
  }

  @Override
  public Optional<Detail> detail(String namespace, String name) {
    return controller
        .inspection()
        .detail(namespace, name)
        .map(d -> new Detail(d.nodes(), d.orphans(), d.resources()));
  }

  @Override
  public List<String> specProblems(Manifest application, boolean render) {
    return controller.inspection().problems(new Application(application), render).stream()
        .map(problem -> problem.type() + ": " + problem.message())
        .toList();
  }

  @Override
  public Manifest whole(Manifest application) {
    return controller.inspection().whole(new Application(application)).manifest();
  }

  @Override
  public RenderedRevision render(
      String namespace, String name, List<String> revisions, boolean anew) {
    var app = application(namespace, name);
    return shown(() -> controller.inspection().renderNow(app, revisions, anew));
  }

  @Override
  public List<String> resolve(String namespace, String name, List<String> revisions) {
    try {
      return controller.inspection().resolve(application(namespace, name), revisions);
    } catch (SourceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public RenderedRevision renderFiles(String namespace, String name, byte[] archive) {
    var app = application(namespace, name);
    return shown(() -> controller.inspection().renderFiles(app, archive));
  }

  private static RenderedRevision shown(Supplier<Inspection.Rendered> rendering) {
    try {
      var rendered = rendering.get();
      return new RenderedRevision(
          rendered.revisions().isEmpty() ? "" : rendered.revisions().getFirst(),
          rendered.types().stream()
              .flatMap(Optional::stream)
              .findFirst()
              .map(SourceType::word)
              .orElse(""),
          rendered.manifests().stream().map(m -> SecretMask.show(m, Set.of())).toList());
    } catch (SourceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public List<ManagedResource> comparedByServer(
      String namespace, String name, List<Manifest> manifests) {
    try {
      return controller.inspection().comparedByServer(application(namespace, name), manifests);
    } catch (SourceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public Optional<ObjectTree> explain(String namespace, String name) {
    return controller.inspection().explain(namespace, name).map(Explanation::tree);
  }

  @Override
  public ObjectTree plan(String namespace, String name, ObjectTree operation) {
    try {
      return controller.inspection().preview(application(namespace, name), operation).tree();
    } catch (SourceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public ObjectTree describe(ObjectTree application, int index) {
    try {
      return DescribedSource.shown(
          controller.inspection().describe(new Application(new Manifest(application)), index));
    } catch (SourceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public References references(String repoUrl, String project, boolean now) {
    return asked(
        () -> {
          var refs = controller.repositories().references(repoUrl, project, now);
          return new References(refs.branches(), refs.tags());
        });
  }

  @Override
  public SortedMap<String, String> folders(String repoUrl, String revision, String project) {
    return asked(
        () -> {
          var words = new TreeMap<String, String>();
          controller
              .repositories()
              .applications(repoUrl, revision, project)
              .forEach((path, type) -> words.put(path, type.word()));
          return words;
        });
  }

  @Override
  public Map<String, List<String>> charts(String repoUrl, String project, boolean now) {
    return asked(() -> controller.repositories().charts(repoUrl, project, now));
  }

  @Override
  public List<String> tags(String repoUrl, String project, boolean now) {
    return asked(() -> controller.repositories().tags(repoUrl, project, now));
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (SourceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public ObjectTree rollBackInGit(String namespace, String name, ObjectTree request) {
    var app = application(namespace, name);
    return rollback.roll(app, request, hold -> annotate(app, hold));
  }

  @Override
  public ObjectTree adoptInGit(String namespace, String name, ObjectTree request) {
    var app = application(namespace, name);
    return adoption.adopt(app, request, hold -> annotate(app, Optional.of(hold)));
  }

  private void annotate(Application app, Optional<Hold> hold) {
    var annotation = new ObjectTree.Builder(1);
    annotation.put(Hold.ANNOTATION, hold.map(Hold::text).orElse(null));
    cluster.patch(
        APPLICATION,
        app.manifest().key(),
        "",
        PatchType.MERGE,
        ObjectTree.of("metadata", ObjectTree.of("annotations", annotation.build())),
        WriteOptions.by("argocd-server"));
  }

  private Application application(String namespace, String name) {
    return cluster
        .get(APPLICATION, namespace, name)
        .map(Application::new)
        .orElseThrow(() -> new IllegalArgumentException("application " + name + " not found"));
  }

  @Override
  public Optional<CommitMetadata> commit(String namespace, String name, String revision) {
    var app = application(namespace, name);
    for (var source : app.sources()) {
      try {
        var commit =
            controller.repositories().open(source.repoUrl(), app.project()).commit(revision);
        return Optional.of(
            new CommitMetadata(
                commit.author().label(),
                DateTimeFormatter.ISO_INSTANT.format(commit.author().when()),
                commit.message(),
                commit.tags()));
      } catch (GitException | SourceException notThere) {
        LOG.debug("commit not found in source", notThere);
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean contains(String namespace, String name, String commit, String head) {
    var app = application(namespace, name);
    for (var source : app.sources()) {
      try {
        var repository = controller.repositories().open(source.repoUrl(), app.project());
        return repository.isAncestor(repository.fullId(commit), head);
      } catch (GitException | SourceException notThere) {
        LOG.debug("commit not found in source", notThere);
      }
    }
    return false;
  }

  @Override
  public void sourceChanged(String repoUrl) {
    controller.sourceChanged(repoUrl);
  }

  @Override
  public Optional<String> repositoryProblem(String repoUrl, String project, boolean now) {
    return controller.repositories().problem(repoUrl, project, now);
  }

  @Override
  public Optional<String> repositoryProblem(Manifest secret) {
    return controller.repositories().problem(secret);
  }

  @Override
  public AutoCloseable onChange(BiConsumer<String, String> listener) {
    var handle =
        controller.onApplicationDetailChange(key -> listener.accept(key.namespace(), key.name()));
    return handle::run;
  }
}
