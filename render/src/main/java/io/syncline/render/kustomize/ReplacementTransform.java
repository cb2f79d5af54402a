package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Copies fields of one object into fields of others. */
final class ReplacementTransform implements Transform {
  private static final String NAME = "metadata.name";
  private final List<ObjectTree> replacements;
  private final boolean shared;

  /**
   * @param shared whether earlier builds may know some of the objects
   */
  ReplacementTransform(List<ObjectTree> replacements, boolean shared) {
    this.replacements = replacements;
    this.shared = shared;
  }

  @Override
  public void apply(ResourceMap map) {
    for (var replacement : replacements) {
      if (!(replacement.get("source") instanceof ObjectTree source)
          || !(replacement.get("targets") instanceof List<?> targets)) {
        throw new BuildException("replacements must specify a source and at least one target");
      }
      try {
        apply(map, source, targets.stream().map(t -> new Target(Tree.object(t))).toList());
      } catch (NodeException e) {
        throw new BuildException("replacement: " + e.problem());
      }
    }
    map.changed();
  }

  private void apply(ResourceMap map, ObjectTree source, List<Target> targets) {
    var from = source(map, source);
    // A target that changes the source changes the value for those that come after it.
    var own = !shared || targets.stream().anyMatch(target -> target.selects(from));
    var value = value(own ? from.node() : from.document(), source);
    targets.forEach(target -> target.apply(map, value, from, own));
  }

  private static ResourceId id(ObjectTree tree) {
    return new ResourceId(
        FieldConfig.gvk(tree), Tree.text(tree, "name"), Tree.text(tree, "namespace"));
  }

  private static Resource source(ResourceMap map, ObjectTree source) {
    var selector = id(source);
    var matches = new ArrayList<Resource>();
    for (var resource : map.resources()) {
      if (resource.selectedBy(selector)) {
        matches.add(resource);
      }
    }
    if (matches.size() != 1) {
      throw new BuildException(
          (matches.isEmpty() ? "nothing selected by " : "multiple matches for selector ")
              + selector);
    }
    return matches.getFirst();
  }

  private static Node value(Node document, ObjectTree source) {
    var path = Tree.text(source, "fieldPath");
    var node = FieldPath.lookup(document, FieldSpec.splitDotted(path.isEmpty() ? NAME : path));
    if (node.isEmpty() || node.get().isEmpty()) {
      throw new BuildException(
          "fieldPath '" + path + "' is missing for replacement source " + id(source));
    }
    return refined(node.get(), Tree.object(source.get("options")));
  }

  private static Node refined(Node node, ObjectTree options) {
    var delimiter = Tree.text(options, "delimiter");
    if (delimiter.isEmpty()) {
      return node;
    }
    if (!node.isScalar()) {
      throw new BuildException("delimiter option can only be used with scalar nodes");
    }
    var parts = cut(node.text(), delimiter);
    var index = (int) Tree.number(options, 0, "index");
    if (index < 0 || index >= parts.size()) {
      throw new BuildException(
          "options.index " + index + " is out of bounds for value " + node.text());
    }
    var part = node.copy();
    part.text(parts.get(index));
    return part;
  }

  private static List<String> cut(String text, String delimiter) {
    return new ArrayList<>(Arrays.asList(text.split(Pattern.quote(delimiter), -1)));
  }

  /** Where a value goes. */
  private static final class Target {
    private final ObjectTree tree;
    private final ObjectTree options;
    private final ResourceId select;
    private final LabelSelector labels;
    private final LabelSelector annotations;
    private final List<ObjectTree> rejects = new ArrayList<>();

    Target(ObjectTree tree) {
      this.tree = tree;
      this.options = Tree.object(tree.get("options"));
      if (!(tree.get("select") instanceof ObjectTree selector)) {
        throw new BuildException("target must specify resources to select");
      }
      this.select = id(selector);
      this.labels = LabelSelector.parse(Tree.text(selector, "labelSelector"));
      this.annotations = LabelSelector.parse(Tree.text(selector, "annotationSelector"));
      Tree.items(tree.get("reject")).forEach(reject -> rejects.add(Tree.object(reject)));
    }

    boolean selects(Resource resource) {
      return (labels.isEmpty() || labels.matches(resource.labels()))
          && (annotations.isEmpty() || annotations.matches(resource.annotations()))
          && !rejectedByLabels(resource)
          && resource.selectedBy(select)
          && !rejectedById(resource);
    }

    /**
     * @param from where the value comes from
     * @param own whether {@code value} is a part of a document that targets change
     */
    void apply(ResourceMap map, Node value, Resource from, boolean own) {
      map.work().spend(map.resources().size());
      var taken = own ? value : value.copy();
      var key = new Key(tree, new Content(taken));
      for (var resource : map.resources()) {
        if (!selects(resource)) {
          continue;
        }
        if (own) {
          copy(map.work(), resource, value);
        } else if (resource == from) {
          throw new BuildMemo.Unfit();
        } else {
          resource.change(key, changed -> copy(map.work(), changed, taken));
        }
      }
    }

    /** What it depends on besides the object. */
    private record Key(ObjectTree target, Content value) {}

    private boolean rejectedByLabels(Resource resource) {
      for (var reject : rejects) {
        var byLabel = LabelSelector.parse(Tree.text(reject, "labelSelector"));
        var byAnnotation = LabelSelector.parse(Tree.text(reject, "annotationSelector"));
        if ((!byLabel.isEmpty() || !byAnnotation.isEmpty())
            && byLabel.matches(resource.labels())
            && byAnnotation.matches(resource.annotations())) {
          return true;
        }
      }
      return false;
    }

    private boolean rejectedById(Resource resource) {
      for (var reject : rejects) {
        var rejected = id(reject);
        if (!rejected.isEmpty() && resource.selectedBy(rejected)) {
          return true;
        }
      }
      return false;
    }

    private void copy(Work work, Resource resource, Node value) {
      var paths = Tree.items(tree.get("fieldPaths"));
      var create = Tree.flag(options, "create") ? value.kind() : null;
      for (var path : paths.isEmpty() ? List.<Object>of(NAME) : paths) {
        var text = String.valueOf(path);
        var fields = FieldPath.match(resource.node(), FieldSpec.splitDotted(text), create, work);
        if (fields.isEmpty()) {
          throw new BuildException(
              "unable to find "
                  + (create == null ? "" : "or create ")
                  + "field '"
                  + text
                  + "' in replacement target "
                  + resource);
        }
        for (var field : fields) {
          work.hold(value);
          work.hold(field);
          set(field, value.copy());
        }
      }
    }

    private void set(Node field, Node value) {
      var delimiter = Tree.text(options, "delimiter");
      if (!delimiter.isEmpty()) {
        if (!field.isScalar()) {
          throw new BuildException("delimiter option can only be used with scalar nodes");
        }
        var parts = cut(field.text(), delimiter);
        var index = (int) Tree.number(options, 0, "index");
        var text = value.isNull() ? "" : value.text();
        if (index < 0) {
          parts.addFirst(text);
        } else if (index >= parts.size()) {
          parts.addLast(text);
        } else {
          parts.set(index, text);
        }
        value.text(String.join(delimiter, parts));
      }
      if (field.isScalar()) {
        field.text(value.text());
      } else {
        field.become(value);
      }
    }
  }
}
