package io.syncline.render.kustomize;

import io.syncline.model.source.SourcePath;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RenderLimits;
import io.syncline.render.kustomize.FieldConfig.Use;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One kustomization folder being built, with those below it as bases and components. */
final class Build {
  private static final String OPENAPI_VERSION = "v1.21.2";
  private final Loader loader;
  private final ResourceReader reader;
  private final KustomizationFile file;
  private final Plugins plugins;
  private final Charts charts;
  private final Optional<Origin.Place> origin;
  private final int maxDepth;
  private final Work work;

  /**
   * @param origin path of this folder from the one the build began with; absent when no origins are
   *     kept
   */
  private Build(
      Loader loader,
      ResourceReader reader,
      KustomizationFile file,
      Charts charts,
      Optional<Origin.Place> origin,
      int maxDepth) {
    this.charts = charts;
    this.loader = loader;
    this.reader = reader;
    this.file = file;
    this.origin = origin;
    this.maxDepth = maxDepth;
    this.work = reader.work();
    this.plugins = new Plugins(loader, reader, charts);
  }

  /** Builds a folder whose kustomization file has been read. */
  static ResourceMap run(
      Loader loader, KustomizationFile file, Charts charts, RenderLimits limits) {
    var work = new Work(limits.steps());
    var reader = new ResourceReader(new ApiSchema(), work);
    var maxDepth = limits.depth();
    try {
      var metadata = file.texts("buildMetadata");
      var origin =
          metadata.isEmpty() ? Optional.<Origin.Place>empty() : Optional.of(Origin.Place.NONE);
      var build = new Build(loader, reader, file, charts, origin, maxDepth);
      build.openApi();
      var gathered = build.accumulate(new Accumulator(work));
      var map = gathered.map();
      new ContentHash().apply(map);
      new NameReferences(gathered.config()).apply(map);
      gathered.variables().resolve(map, gathered.config().of(Use.VARIABLES));
      dropLocal(map);
      SortOrder.apply(map, file.sortOptions());
      finish(map, metadata);
      return map;
    } catch (BuildException e) {
      throw e.in(file.path());
    } catch (NodeException e) {
      throw new BuildException(e.problem(), file.path(), 0);
    }
  }

  private static void dropLocal(ResourceMap map) {
    var kept = new ArrayList<Resource>();
    for (var resource : map.resources()) {
      if (resource.isEmpty()) {
        continue;
      }
      if (!resource.isLocal()) {
        kept.add(resource);
      }
    }
    map.reorder(kept);
  }

  private static void finish(ResourceMap map, List<String> metadata) {
    if (metadata.contains("managedByLabel")) {
      var labels = FieldSpec.of(Gvk.ANY, "metadata/labels", true);
      new EntryTransform(
              Map.of("app.kubernetes.io/managed-by", "kustomize-(devel)"), List.of(labels))
          .apply(map);
    }
    var tidy =
        new Tidy(
            metadata.contains("originAnnotations"), metadata.contains("transformerAnnotations"));
    for (var resource : map.resources()) {
      resource.change(tidy, changed -> changed.tidyAnnotations(tidy.origin, tidy.transformations));
    }
  }

  /** The last change: which annotations about the build stay. */
  private record Tidy(boolean origin, boolean transformations) {}

  private void openApi() {
    if (!(file.tree().get("openapi") instanceof ObjectTree openApi)) {
      return;
    }
    if (loader.memo().isPresent()) {
      throw new BuildMemo.Unfit();
    }
    var version = openApi.containsKey("version");
    if (openApi.get("path") instanceof String path) {
      var schema = object(path);
      if (version) {
        throw new BuildException("builtin version and custom schema provided, cannot use both");
      }
      reader.schema().use(schema);
    } else if (version) {
      var wanted = Tree.text(openApi, "version");
      if (!wanted.equals(OPENAPI_VERSION)) {
        throw new BuildException(
            "OpenAPI version '" + wanted + "' is not built in (expected: " + OPENAPI_VERSION + ")");
      }
      reader.schema().useBuiltin();
    }
  }

  /** A file of JSON or YAML that holds one object. */
  private ObjectTree object(String path) {
    var text = loader.text(path);
    try {
      return text.stripLeading().startsWith("{")
          ? Tree.object(Json.parse(text))
          : Yaml.parseObject(text);
    } catch (YamlException e) {
      throw new BuildException(e.problem(), loader.name(loader.locate(path)), e.line());
    } catch (Json.SyntaxException e) {
      throw new BuildException(String.valueOf(e.getMessage()), loader.name(loader.locate(path)), 0);
    }
  }

  private Accumulator accumulate(Accumulator gathered) {
    try {
      return accumulated(gathered);
    } catch (BuildException e) {
      throw e.in(file.path());
    } catch (NodeException e) {
      throw new BuildException(e.problem(), file.path(), 0);
    } catch (YamlException e) {
      throw new BuildException(e.problem(), file.path(), 0);
    }
  }

  private Accumulator accumulated(Accumulator before) {
    resources(before, file.resources());
    var configurations = FieldConfig.builtin();
    for (var path : file.texts("configurations")) {
      configurations =
          configurations.merge(FieldConfig.parse(Shapes.known(object(path), "FieldConfig")));
    }
    before.add(configurations);
    for (var path : file.texts("crds")) {
      before.add(CrdConfig.parse(object(path)));
    }
    generate(before);
    var gathered = components(before);
    transform(gathered);
    validate(gathered);
    gathered.variables().add(Tree.items(file.tree().get("vars")), gathered.map());
    return gathered;
  }

  private void resources(Accumulator gathered, List<String> paths) {
    for (var path : paths) {
      if (loader.isFolder(path) || !loader.isFile(path) && loader.isRemoteFolder(path)) {
        gathered.addAll(folder(path, false, new Accumulator(work)));
        continue;
      }
      List<Resource> found;
      try {
        found = reader.file(loader.locate(path), loader);
      } catch (BuildException notAFile) {
        if (loader.isFile(path) || RepoAddress.parse(path).isEmpty()) {
          throw notAFile;
        }
        gathered.addAll(folder(path, false, new Accumulator(work)));
        continue;
      }
      var map = new ResourceMap(work);
      found.forEach(map::append);
      origin.ifPresent(
          here -> {
            var text = Origin.file(here.to(path)).text();
            map.resources().forEach(resource -> resource.annotate(Resource.ORIGIN, text));
          });
      gathered.map().appendAll(map);
    }
  }

  private Accumulator folder(String path, boolean component, Accumulator into) {
    var below = loader.folder(path);
    if (below.depth() > maxDepth) {
      throw new BuildException("bases nest deeper than " + maxDepth);
    }
    work.folder();
    var sub = KustomizationFile.read(below);
    var build = new Build(below, reader, sub, charts, origin.map(here -> here.to(path)), maxDepth);
    build.openApi();
    if (component != sub.isComponent()) {
      throw new BuildException(
          "kind of '"
              + path
              + "' is "
              + (sub.isComponent() ? "Component" : "Kustomization")
              + " (expected: "
              + (component ? "Component" : "Kustomization, or list it under components")
              + ")");
    }
    return build.accumulate(into);
  }

  private Accumulator components(Accumulator before) {
    var gathered = before;
    for (var path : file.texts("components")) {
      var sub = folder(path, true, gathered);
      gathered = new Accumulator(work);
      gathered.addAll(sub);
    }
    return gathered;
  }

  private void generate(Accumulator gathered) {
    var global = Tree.object(file.tree().get("generatorOptions"));
    for (var field : List.of("configMapGenerator", "secretGenerator")) {
      var secret = field.startsWith("secret");
      for (var written : file.objects(field)) {
        var arguments = current(written);
        var options = Generator.options(Tree.object(arguments.get("options")), global);
        var made = new Generator(secret, arguments, options, loader).generate(reader.schema());
        origin
            .map(
                _ ->
                    Origin.builtin(
                        configuredIn(), secret ? "SecretGenerator" : "ConfigMapGenerator"))
            .ifPresent(from -> made.annotate(Resource.ORIGIN, from.text()));
        gathered.map().absorb(made);
      }
    }
    for (var chart : ChartEntry.of(file)) {
      var made = new ResourceMap(work);
      charts.inflate(chart, loader, reader.schema()).forEach(made::append);
      origin
          .map(_ -> Origin.builtin(configuredIn(), "HelmChartInflationGenerator"))
          .ifPresent(
              from -> made.resources().forEach(r -> r.annotate(Resource.ORIGIN, from.text())));
      made.resources().forEach(gathered.map()::absorb);
    }
    var generators = configured(file.texts("generators"));
    var made = new ArrayList<Resource>();
    for (var generator : generators.resources()) {
      var from = pluginOrigin(generator);
      for (var resource : plugins.generate(generator)) {
        from.ifPresent(origin -> resource.annotate(Resource.ORIGIN, origin.text()));
        made.add(resource);
      }
    }
    made.forEach(gathered.map()::absorb);
  }

  /** The old {@code env} is one more of {@code envs}; only kustomization files know it. */
  private static ObjectTree current(ObjectTree arguments) {
    var env = Tree.text(arguments, "env");
    if (env.isEmpty()) {
      return arguments;
    }
    var envs = new ArrayList<>(Tree.items(arguments.get("envs")));
    envs.add(env);
    return arguments.with("envs", envs);
  }

  private Origin.Place configuredIn() {
    return origin.map(here -> here.to(file.name())).orElse(Origin.Place.NONE);
  }

  private Optional<Origin> pluginOrigin(Resource plugin) {
    var text = plugin.annotations().get(Resource.ORIGIN);
    if (text == null) {
      return Optional.empty();
    }
    var from = Yaml.parseObject(text);
    return Optional.of(
        new Origin(
            Origin.Place.NONE,
            new Origin.Place(
                Tree.text(from, "repo"), Tree.text(from, "ref"), Tree.text(from, "path")),
            List.of(plugin.apiVersion(), plugin.kind(), plugin.name(), plugin.namespace())));
  }

  /** Configurations of plugins: written inline, in files, or built by other kustomizations. */
  private ResourceMap configured(List<String> entries) {
    var gathered = new Accumulator(work);
    var paths = new ArrayList<String>();
    for (var entry : entries) {
      List<Resource> inline;
      try {
        inline = reader.resources(entry, "inline configuration");
      } catch (BuildException | NodeException notInline) {
        if (entry.indexOf('\n') >= 0) {
          throw notInline;
        }
        paths.add(entry);
        continue;
      }
      for (var resource : inline) {
        origin.ifPresent(
            _ -> resource.annotate(Resource.ORIGIN, Origin.file(configuredIn()).text()));
        gathered.map().append(resource);
      }
    }
    resources(gathered, paths);
    return gathered.map();
  }

  private void transform(Accumulator gathered) {
    var builtins =
        new BuiltinTransforms(file, loader, plugins, reader, gathered.config(), origin.isPresent());
    var tracked = new ArrayList<Transform.Tracked>();
    for (var builtin : builtins.list()) {
      var from = origin.map(_ -> Origin.builtin(configuredIn(), builtin.plugin()));
      tracked.add(new Transform.Tracked(builtin.transform(), from));
    }
    for (var plugin : configured(file.texts("transformers")).resources()) {
      tracked.add(new Transform.Tracked(plugins.transform(plugin), pluginOrigin(plugin)));
    }
    var map = gathered.map();
    for (var step : tracked) {
      work.spend(map.resources().size());
      step.transform().apply(map);
      step.origin().ifPresent(from -> note(map, from));
      map.dropEmpty();
    }
  }

  /** Objects without an origin count as made by the transformer. */
  private static void note(ResourceMap map, Origin from) {
    for (var resource : map.resources()) {
      var annotations = resource.annotations();
      if (annotations.containsKey(Resource.ORIGIN)) {
        var before = annotations.getOrDefault(Resource.TRANSFORMATIONS, "");
        resource.annotate(Resource.TRANSFORMATIONS, from.appendTo(before));
      } else {
        resource.annotate(Resource.ORIGIN, from.text());
      }
    }
  }

  private void validate(Accumulator gathered) {
    var validators = configured(file.texts("validators"));
    for (var validator : validators.resources()) {
      var transform = plugins.transform(validator);
      var before = gathered.map().resources().stream().map(Resource::copy).toList();
      transform.apply(gathered.map());
      var after = gathered.map().resources();
      for (var i = 0; i < before.size(); i++) {
        if (after.size() != before.size() || !before.get(i).node().sameAs(after.get(i).node())) {
          throw new BuildException("validator shouldn't modify the resource map");
        }
      }
    }
  }

  /** The folder of the kustomization, for messages. */
  @Override
  public String toString() {
    return SourcePath.parent(file.path());
  }
}
