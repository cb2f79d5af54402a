package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.kustomize.FieldConfig.Use;
import java.util.ArrayList;
import java.util.List;

/** The changes the fields of a kustomization file ask for, in the order they are made. */
final class BuiltinTransforms {
  private static final FieldSpec METADATA_LABELS = FieldSpec.of(Gvk.ANY, "metadata/labels", true);
  private final KustomizationFile file;
  private final Loader loader;
  private final Plugins plugins;
  private final ResourceReader reader;
  private final FieldConfig config;
  private final boolean separate;
  private final List<Step> steps = new ArrayList<>();

  /** A change and the name of the plugin that makes it upstream. */
  record Step(String plugin, Transform transform) {}

  /**
   * @param separate whether each entry of replicas and images is a change of its own, as upstream
   *     notes them in annotations, instead of one change for all
   */
  BuiltinTransforms(
      KustomizationFile file,
      Loader loader,
      Plugins plugins,
      ResourceReader reader,
      FieldConfig config,
      boolean separate) {
    this.file = file;
    this.loader = loader;
    this.plugins = plugins;
    this.reader = reader;
    this.config = config;
    this.separate = separate;
  }

  List<Step> list() {
    patches();
    namespace();
    affixes();
    labels();
    annotations();
    for (var entry : file.objects("patchesJson6902")) {
      add(
          "PatchJson6902Transformer",
          plugins.json(entry, Tree.text(entry, "path"), Tree.text(entry, "patch")));
    }
    replicas();
    images();
    var replacements = file.objects("replacements");
    for (var entry : replacements) {
      if (Tree.text(entry, "path").isEmpty() && Tree.items(entry.get("targets")).isEmpty()) {
        throw new BuildException("replacements must specify a source and at least one target");
      }
    }
    if (!replacements.isEmpty()) {
      add("ReplacementTransformer", plugins.replacements(replacements));
    }
    return steps;
  }

  private void add(String plugin, Transform transform) {
    steps.add(new Step(plugin, transform));
  }

  private void patches() {
    var strategic = file.texts("patchesStrategicMerge");
    if (!strategic.isEmpty()) {
      var patches = plugins.patches(strategic);
      add("PatchStrategicMergeTransformer", Plugins.strategic(patches));
    }
    for (var entry : file.objects("patches")) {
      add("PatchTransformer", PatchTransform.of(entry, loader, reader));
    }
  }

  private void namespace() {
    var namespace = file.text("namespace");
    if (!namespace.isEmpty()) {
      add(
          "NamespaceTransformer",
          new NamespaceTransform(
              namespace,
              config.of(Use.NAMESPACE),
              false,
              NamespaceTransform.Subjects.DEFAULT_ONLY));
    }
  }

  private void affixes() {
    var prefix = file.text("namePrefix");
    if (!prefix.isEmpty()) {
      add("PrefixTransformer", new AffixTransform(prefix, true, config.of(Use.PREFIX)));
    }
    var suffix = file.text("nameSuffix");
    if (!suffix.isEmpty()) {
      add("SuffixTransformer", new AffixTransform(suffix, false, config.of(Use.SUFFIX)));
    }
  }

  private void labels() {
    var labels = file.objects("labels");
    var common = Tree.object(file.tree().get("commonLabels"));
    if (labels.isEmpty() && common.isEmpty()) {
      return;
    }
    for (var label : labels) {
      var entries = Plugins.texts(label.get("pairs"));
      add("LabelTransformer", new EntryTransform(entries, labelFields(label)));
    }
    add(
        "LabelTransformer",
        new EntryTransform(Plugins.texts(common), config.of(Use.COMMON_LABELS)));
  }

  private List<FieldSpec> labelFields(ObjectTree label) {
    var fields = new ArrayList<FieldSpec>();
    for (var field : Tree.items(label.get("fields"))) {
      fields.add(FieldConfig.spec(field));
    }
    config.of(Use.LABELS).forEach(spec -> FieldSpec.merge(fields, spec));
    if (Tree.flag(label, "includeSelectors")) {
      config.of(Use.COMMON_LABELS).forEach(spec -> FieldSpec.merge(fields, spec));
      return fields;
    }
    if (Tree.flag(label, "includeTemplates")) {
      config.of(Use.TEMPLATE_LABELS).forEach(spec -> FieldSpec.merge(fields, spec));
    }
    FieldSpec.merge(fields, METADATA_LABELS);
    return fields;
  }

  private void annotations() {
    var annotations = Plugins.texts(file.tree().get("commonAnnotations"));
    if (!annotations.isEmpty()) {
      add("AnnotationsTransformer", new EntryTransform(annotations, config.of(Use.ANNOTATIONS)));
    }
  }

  private void replicas() {
    var replicas = file.objects("replicas").stream().map(Plugins::replica).toList();
    var fields = config.of(Use.REPLICAS);
    if (separate) {
      replicas.forEach(
          r -> add("ReplicaCountTransformer", new ReplicaTransform(List.of(r), fields)));
    } else if (!replicas.isEmpty()) {
      add("ReplicaCountTransformer", new ReplicaTransform(replicas, fields));
    }
  }

  private void images() {
    var images = file.images().stream().map(Plugins::image).toList();
    var fields = config.of(Use.IMAGES);
    if (separate) {
      images.forEach(i -> add("ImageTagTransformer", new ImageTransform(List.of(i), fields)));
    } else if (!images.isEmpty()) {
      add("ImageTagTransformer", new ImageTransform(images, fields));
    }
  }
}
