package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.kustomize.node.Node;
import java.util.List;
import java.util.Optional;

/** One entry of {@code patches}: strategic merge or JSON patch, told apart by what it holds. */
final class PatchTransform implements Transform {
  private final List<Resource> strategic;
  private final Optional<JsonPatch> json;
  private final Optional<Selector> target;
  private final String source;
  private final String text;

  /** What a JSON patch depends on besides the object. */
  private record JsonKey(String text) {}

  private PatchTransform(
      String text,
      List<Resource> strategic,
      Optional<JsonPatch> json,
      Optional<Selector> target,
      String source) {
    this.text = text;
    this.strategic = strategic;
    this.json = json;
    this.target = target;
    this.source = source;
  }

  /** Reads the patch an entry holds or names. */
  static PatchTransform of(ObjectTree entry, Loader loader, ResourceReader reader) {
    var inline = Tree.text(entry, "patch").strip();
    var path = Tree.text(entry, "path");
    if (inline.isEmpty() == path.isEmpty()) {
      throw new BuildException(
          inline.isEmpty()
              ? "must specify one of patch and path"
              : "patch and path can't be set at the same time");
    }
    var text = inline.isEmpty() ? loader.text(path) : inline;
    var source = inline.isEmpty() ? "[path: " + path + "]" : "[inline patch]";
    var target =
        entry.get("target") instanceof ObjectTree selector
            ? Optional.of(new Selector(selector))
            : Optional.<Selector>empty();
    var options = Tree.object(entry.get("options"));
    var parsed =
        loader
            .memo()
            .map(memo -> memo.get(new TextKey(text), Parsed.class, () -> parse(text, source)))
            .orElseGet(() -> parse(text, source));
    var patches =
        parsed.strategic().stream()
            .map(document -> new Resource(reader.schema(), document.copy()))
            .toList();
    patches.forEach(
        patch ->
            patch.permit(
                Tree.flag(options, "allowNameChange"), Tree.flag(options, "allowKindChange")));
    return new PatchTransform(text, patches, parsed.json(), target, source);
  }

  /** Under what a patch is kept. */
  private record TextKey(String text) {}

  /** What a text is: one of the two is there, unless it holds nothing. */
  private record Parsed(List<Node> strategic, Optional<JsonPatch> json) {}

  private static Parsed parse(String text, String source) {
    Optional<List<Node>> strategic;
    var strategicProblem = "";
    try {
      strategic = Optional.of(ResourceReader.parse(text, source));
    } catch (BuildException e) {
      strategic = Optional.empty();
      strategicProblem = String.valueOf(e.getMessage());
    }
    Optional<JsonPatch> json;
    try {
      json = Optional.of(JsonPatch.parse(text));
    } catch (JsonPatch.NotAPatch _) {
      json = Optional.empty();
    }
    if (strategic.isPresent() && json.isPresent()) {
      throw new BuildException("illegally qualifies as both an SM and JSON patch: " + source);
    }
    if (strategic.isEmpty() && json.isEmpty()) {
      throw new BuildException(
          "unable to parse SM or JSON patch from " + source + ": " + strategicProblem);
    }
    return new Parsed(strategic.orElse(List.of()), json);
  }

  @Override
  public void apply(ResourceMap map) {
    if (json.isPresent()) {
      applyJson(map, json.get());
    } else if (strategic.isEmpty()) {
      if (target.isEmpty() || !map.select(target.get()).isEmpty()) {
        throw new BuildException("patch holds neither objects nor operations: " + source);
      }
    } else if (target.isPresent()) {
      if (strategic.size() != 1) {
        throw new BuildException(
            "multiple strategic-merge patches in one patches entry are not allowed to set a target: "
                + source);
      }
      Patching.apply(map, map.select(target.get()), strategic.getFirst());
    } else {
      for (var patch : strategic) {
        Patching.apply(map, map.patchTarget(patch.originalId()), patch);
      }
    }
  }

  private void applyJson(ResourceMap map, JsonPatch patch) {
    if (target.isEmpty()) {
      throw new BuildException("must specify a target for JSON patch " + source);
    }
    var key = new JsonKey(text);
    for (var resource : map.select(target.get())) {
      var before = resource.id();
      resource.change(
          key,
          changed -> {
            changed.rememberId();
            patch.apply(changed, map.work());
          });
      if (!before.equals(resource.id())) {
        map.changed();
      }
    }
  }
}
