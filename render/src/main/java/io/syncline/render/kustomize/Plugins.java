package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.kustomize.node.NodeException;
import io.syncline.render.kustomize.node.NodeTrees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes transformers and generators of their configurations; only those built in are known. */
final class Plugins {
  private final Loader loader;
  private final ResourceReader reader;
  private final Charts charts;

  Plugins(Loader loader, ResourceReader reader, Charts charts) {
    this.loader = loader;
    this.reader = reader;
    this.charts = charts;
  }

  private static ObjectTree configuration(Resource plugin) {
    var gvk = plugin.gvk();
    if (!gvk.group().isEmpty() || !gvk.version().equals("builtin")) {
      throw new BuildException(
          "external plugins are disabled; unable to load external plugin '"
              + gvk.kind()
              + "' (expected: apiVersion: builtin)");
    }
    try {
      return NodeTrees.object(plugin.node());
    } catch (NodeException e) {
      throw new BuildException(e.problem());
    }
  }

  List<Resource> generate(Resource plugin) {
    var whole = configuration(plugin);
    var kind = plugin.gvk().kind();
    return switch (kind) {
      case "ConfigMapGenerator", "SecretGenerator" -> {
        var config = Shapes.lenient(whole, kind);
        for (var field : List.of("name", "namespace")) {
          if (Tree.text(config, field).isEmpty()) {
            config = config.with(field, Tree.text(config, "metadata", field));
          }
        }
        var options = Tree.object(config.get("options"));
        yield List.of(
            new Generator(kind.startsWith("Secret"), config, options, loader)
                .generate(reader.schema()));
      }
      case "IAMPolicyGenerator" -> List.of(serviceAccount(whole));
      case "HelmChartInflationGenerator" ->
          charts.inflate(ChartEntry.configured(whole), loader, reader.schema());
      default -> throw new BuildException("plugin " + kind + " is not a generator");
    };
  }

  private Resource serviceAccount(ObjectTree config) {
    if (!Tree.text(config, "cloud").equals("gke")) {
      throw new BuildException(
          "cloud provider '" + Tree.text(config, "cloud") + "' not supported (expected: gke)");
    }
    var account =
        Tree.text(config, "serviceAccount", "name")
            + "@"
            + Tree.text(config, "serviceAccount", "projectId")
            + ".iam.gserviceaccount.com";
    var metadata =
        ObjectTree.of(
            "annotations", ObjectTree.of("iam.gke.io/gcp-service-account", account),
            "name", Tree.text(config, "kubernetesService", "name"));
    var namespace = Tree.text(config, "kubernetesService", "namespace");
    if (!namespace.isEmpty()) {
      metadata = metadata.with("namespace", namespace);
    }
    return new Resource(
        reader.schema(),
        NodeTrees.node(
            ObjectTree.of("apiVersion", "v1", "kind", "ServiceAccount", "metadata", metadata)));
  }

  Transform transform(Resource plugin) {
    var whole = configuration(plugin);
    var kind = plugin.gvk().kind();
    if (kind.equals("HashTransformer")) {
      return new ContentHash();
    }
    if (!kind.endsWith("Transformer")) {
      throw new BuildException("plugin " + kind + " is not a transformer");
    }
    if (!Shapes.known(kind)) {
      throw new BuildException("unable to load builtin " + kind);
    }
    var config = Shapes.lenient(whole, kind);
    var specs = Tree.items(config.get("fieldSpecs")).stream().map(FieldConfig::spec).toList();
    return switch (kind) {
      case "AnnotationsTransformer" -> new EntryTransform(texts(config.get("annotations")), specs);
      case "LabelTransformer" -> new EntryTransform(texts(config.get("labels")), specs);
      case "ImageTagTransformer" ->
          new ImageTransform(List.of(image(Tree.object(config.get("imageTag")))), specs);
      case "NamespaceTransformer" ->
          new NamespaceTransform(
              Tree.text(config, "metadata", "namespace"),
              specs,
              Tree.flag(config, "unsetOnly"),
              NamespaceTransform.Subjects.of(Tree.text(config, "setRoleBindingSubjects")));
      case "PatchTransformer" -> PatchTransform.of(config, loader, reader);
      case "PatchJson6902Transformer" ->
          json(config, Tree.text(config, "path"), Tree.text(config, "jsonOp"));
      case "PatchStrategicMergeTransformer" -> strategic(config);
      case "PrefixTransformer" -> affix(config, Tree.text(config, "prefix"), true, specs);
      case "SuffixTransformer" -> affix(config, Tree.text(config, "suffix"), false, specs);
      case "PrefixSuffixTransformer" -> {
        var prefix = affix(config, Tree.text(config, "prefix"), true, specs);
        var suffix = affix(config, Tree.text(config, "suffix"), false, specs);
        yield map -> {
          prefix.apply(map);
          suffix.apply(map);
        };
      }
      case "ReplacementTransformer" -> replacements(objects(config.get("replacements")));
      case "ReplicaCountTransformer" ->
          new ReplicaTransform(List.of(replica(Tree.object(config.get("replica")))), specs);
      case "ValueAddTransformer" -> valueAdd(config);
      default -> throw new BuildException("unable to load builtin " + kind);
    };
  }

  static Map<String, String> texts(@org.jspecify.annotations.Nullable Object map) {
    var texts = new LinkedHashMap<String, String>();
    Tree.object(map).forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  private static List<ObjectTree> objects(@org.jspecify.annotations.Nullable Object list) {
    return Tree.items(list).stream().map(Tree::object).toList();
  }

  private static Transform affix(
      ObjectTree config, String affix, boolean prefix, List<FieldSpec> specs) {
    if (!config.containsKey("fieldSpecs")) {
      throw new BuildException("fieldSpecs is not expected to be nil");
    }
    return new AffixTransform(affix, prefix, specs);
  }

  static ImageTransform.Image image(ObjectTree image) {
    return new ImageTransform.Image(
        Tree.text(image, "name"),
        Tree.text(image, "newName"),
        Tree.text(image, "tagSuffix"),
        Tree.text(image, "newTag"),
        Tree.text(image, "digest"));
  }

  static ReplicaTransform.Replica replica(ObjectTree replica) {
    return new ReplicaTransform.Replica(
        Tree.text(replica, "name"), Tree.number(replica, 0, "count"));
  }

  /** The old {@code patchesJson6902}. */
  Transform json(ObjectTree config, String path, String inline) {
    if (!(config.get("target") instanceof ObjectTree target)
        || Tree.text(target, "name").isEmpty()) {
      throw new BuildException("must specify the target name of a JSON patch");
    }
    if (path.isEmpty() == inline.isEmpty()) {
      throw new BuildException(
          path.isEmpty()
              ? "empty file path and empty jsonOp"
              : "must specify a file path or jsonOp, not both");
    }
    var text = path.isEmpty() ? inline : loader.text(path);
    try {
      var patch = JsonPatch.parse(text);
      if (patch.operations().isEmpty()) {
        throw new BuildException("JSON patch appears to be empty", path, 0);
      }
      var selector = new Selector(target);
      return map -> {
        var key = new JsonKey(text);
        for (var resource : map.select(selector)) {
          resource.change(key, changed -> patch.apply(changed, map.work()));
        }
        map.changed();
      };
    } catch (JsonPatch.NotAPatch e) {
      throw new BuildException("JSON patch: " + e.getMessage(), path, 0);
    }
  }

  /** What an old JSON patch depends on besides the object. */
  private record JsonKey(String text) {}

  private Transform strategic(ObjectTree config) {
    var paths = Tree.items(config.get("paths")).stream().map(String::valueOf).toList();
    var inline = Tree.text(config, "patches");
    if (paths.isEmpty() && inline.isEmpty()) {
      throw new BuildException("empty file path and empty patch content");
    }
    var patches = new ArrayList<>(patches(paths));
    if (!inline.isEmpty()) {
      patches.addAll(reader.resources(inline, "patches"));
    }
    return strategic(patches);
  }

  /** The old {@code patchesStrategicMerge}: each entry a patch itself or the path of a file. */
  List<Resource> patches(List<String> entries) {
    var patches = new ArrayList<Resource>();
    for (var entry : entries) {
      List<Resource> found;
      try {
        found = reader.resources(entry, "patch");
      } catch (BuildException notInline) {
        if (entry.indexOf('\n') >= 0) {
          throw notInline;
        }
        found = reader.resources(loader.text(entry), loader.name(loader.locate(entry)));
      }
      patches.addAll(found);
    }
    return patches;
  }

  static Transform strategic(List<Resource> patches) {
    if (patches.isEmpty()) {
      throw new BuildException("strategic merge patch appears to be empty");
    }
    return map -> {
      for (var patch : patches) {
        Patching.apply(map, List.of(map.patchTarget(patch.originalId())), patch);
      }
    };
  }

  /** Replacements with those in files put in place. */
  Transform replacements(List<ObjectTree> entries) {
    var all = new ArrayList<ObjectTree>();
    for (var entry : entries) {
      var path = Tree.text(entry, "path");
      if (path.isEmpty()) {
        all.add(entry);
        continue;
      }
      if (entry.containsKey("source") || !Tree.items(entry.get("targets")).isEmpty()) {
        throw new BuildException("cannot specify both path and inline replacement");
      }
      var documents = Yaml.documents(loader.text(path));
      var value = documents.isEmpty() ? null : documents.getFirst().value();
      switch (value) {
        case List<?> list -> list.forEach(item -> all.add(Shapes.lenient(item, "Replacement")));
        case ObjectTree one -> all.add(Shapes.lenient(one, "Replacement"));
        case null, default ->
            throw new BuildException(
                "unsupported replacement (expected: a map or a list)", path, 0);
      }
    }
    return new ReplacementTransform(all, loader.memo().isPresent());
  }

  private Transform valueAdd(ObjectTree config) {
    var value = Tree.text(config, "value").strip();
    if (value.isEmpty()) {
      value = loader.folderName();
    }
    var targets = new ArrayList<>(objects(config.get("targets")));
    var path = Tree.text(config, "targetFilePath");
    if (!path.isEmpty()) {
      var file = Shapes.lenient(Yaml.parse(loader.text(path)), "ValueTargets");
      targets.addAll(objects(file.get("targets")));
    }
    if (targets.isEmpty()) {
      throw new BuildException("must specify at least one target");
    }
    for (var target : targets) {
      if (Tree.text(target, "fieldPath").isEmpty()) {
        throw new BuildException("fieldPath cannot be empty");
      }
      if (Tree.number(target, 0, "filePathPosition") < 0) {
        throw new BuildException("value of filePathPosition cannot be negative");
      }
    }
    return new ValueAddTransform(value, targets);
  }
}
