package io.syncline.render.kustomize;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of kustomization files and plugin configurations. Checking a tree against one gives it
 * back with field names spelt the usual way and nulls left out.
 */
final class Shapes {
  /**
   * A word per field: s text, b flag, i whole number, any; [x] a list, {x} a map of x, !x an x
   * whose scalars are always taken as they are. The last is where upstream embeds one structure in
   * another.
   */
  private static final String TABLE =
      """
      Kustomization apiVersion:s kind:s metadata:Meta openapi:{s} namePrefix:s nameSuffix:s \
      namespace:s commonLabels:{s} labels:[Label] commonAnnotations:{s} patchesStrategicMerge:[s] \
      patchesJson6902:[Patch] patches:[Patch] images:[Image] imageTags:[Image] \
      replacements:[Replacement] replicas:[Replica] vars:[Var] sortOptions:Sort resources:[s] \
      components:[s] crds:[s] bases:[s] configMapGenerator:[Generator] secretGenerator:[Secret] \
      helmGlobals:any helmCharts:any helmChartInflationGenerator:any \
      generatorOptions:GeneratorOptions configurations:[s] generators:[s] transformers:[s] \
      validators:[s] buildMetadata:[s]
      Meta name:s namespace:s labels:{s} annotations:{s}
      Label pairs:{s} includeSelectors:b includeTemplates:b fields:[FieldSpec]
      FieldSpec group:!s version:!s kind:!s path:s create:b
      Patch path:s patch:s target:Selector options:{b}
      Selector group:!s version:!s kind:!s name:!s namespace:!s annotationSelector:s labelSelector:s
      Image name:s newName:s tagSuffix:s newTag:s digest:s
      Replacement source:Source targets:[Target] path:s
      Source group:!s version:!s kind:!s name:!s namespace:!s fieldPath:s options:FieldOptions
      Target select:Selector reject:[Selector] fieldPaths:[s] options:FieldOptions
      FieldOptions delimiter:s index:i encoding:s create:b
      Replica name:s count:i
      Var name:s objref:ObjRef fieldref:FieldRef
      ObjRef apiVersion:s group:s version:s kind:s name:s namespace:s
      FieldRef fieldPath:s
      Sort order:s legacySortOptions:Order
      Order orderFirst:[s] orderLast:[s]
      Generator namespace:s name:s behavior:s literals:[s] files:[s] envs:[s] env:s \
      options:GeneratorOptions
      Secret namespace:s name:s behavior:s literals:[s] files:[s] envs:[s] env:s \
      options:GeneratorOptions type:s
      GeneratorOptions labels:{s} annotations:{s} disableNameSuffixHash:b immutable:b
      AnnotationsTransformer annotations:{s} fieldSpecs:[FieldSpec]
      LabelTransformer labels:{s} fieldSpecs:[FieldSpec]
      ImageTagTransformer imageTag:Image fieldSpecs:[FieldSpec]
      NamespaceTransformer metadata:Meta fieldSpecs:[FieldSpec] unsetOnly:b setRoleBindingSubjects:s
      PatchJson6902Transformer target:Selector path:s jsonOp:s
      PatchStrategicMergeTransformer paths:[s] patches:s
      PatchTransformer path:s patch:s target:Selector options:{b}
      PrefixTransformer prefix:s fieldSpecs:[FieldSpec]
      SuffixTransformer suffix:s fieldSpecs:[FieldSpec]
      PrefixSuffixTransformer prefix:s suffix:s fieldSpecs:[FieldSpec]
      ReplacementTransformer replacements:[Embedded]
      Embedded source:!Source targets:[!Target] path:s
      ReplicaCountTransformer replica:Replica fieldSpecs:[FieldSpec]
      ValueAddTransformer value:s targets:[ValueTarget] targetFilePath:s
      ValueTarget selector:Selector fieldPath:s filePathPosition:i
      ValueTargets targets:[ValueTarget]
      ConfigMapGenerator metadata:Meta namespace:!s name:!s behavior:!s literals:[!s] files:[!s] \
      envs:[!s] env:!s options:!GeneratorOptions
      SecretGenerator metadata:Meta namespace:!s name:!s behavior:!s literals:[!s] files:[!s] \
      envs:[!s] env:!s options:!GeneratorOptions type:!s
      FieldConfig namePrefix:[FieldSpec] nameSuffix:[FieldSpec] namespace:[FieldSpec] \
      commonLabels:[FieldSpec] labels:[FieldSpec] templateLabels:[FieldSpec] \
      commonAnnotations:[FieldSpec] nameReference:[Reference] varReference:[FieldSpec] \
      images:[FieldSpec] replicas:[FieldSpec]
      Reference group:!s version:!s kind:!s fieldSpecs:[FieldSpec]
      """;

  private static final Map<String, Map<String, String>> SHAPES = parse();

  private final boolean knownOnly;
  private final boolean exact;

  private Shapes(boolean knownOnly, boolean exact) {
    this.knownOnly = knownOnly;
    this.exact = exact;
  }

  private static Map<String, Map<String, String>> parse() {
    var shapes = new HashMap<String, Map<String, String>>();
    for (var line : TABLE.split("\n")) {
      var words = line.strip().split("\\s+");
      var fields = new LinkedHashMap<String, String>();
      for (var i = 1; i < words.length; i++) {
        var colon = words[i].indexOf(':');
        fields.put(words[i].substring(0, colon), words[i].substring(colon + 1));
      }
      shapes.put(words[0], fields);
    }
    return shapes;
  }

  /** Whether there is a shape of this name. */
  static boolean known(String shape) {
    return SHAPES.containsKey(shape);
  }

  /** Refuses unknown fields and values of the wrong type. */
  static ObjectTree strict(@Nullable Object value, String shape) {
    return Tree.object(new Shapes(true, true).check(value, shape, ""));
  }

  /** Refuses unknown fields and takes any scalar for text. */
  static ObjectTree known(@Nullable Object value, String shape) {
    return Tree.object(new Shapes(true, false).check(value, shape, ""));
  }

  /** Leaves unknown fields out and takes any scalar for text. */
  static ObjectTree lenient(@Nullable Object value, String shape) {
    return Tree.object(new Shapes(false, false).check(value, shape, ""));
  }

  private @Nullable Object check(@Nullable Object value, String shape, String path) {
    if (shape.startsWith("!")) {
      return new Shapes(knownOnly, true).check(value, shape.substring(1), path);
    }
    if (shape.startsWith("[")) {
      return list(value, shape.substring(1, shape.length() - 1), path);
    }
    if (shape.startsWith("{")) {
      return map(value, shape.substring(1, shape.length() - 1), path);
    }
    return switch (shape) {
      case "s" -> text(value, path);
      case "b" -> value instanceof Boolean ? value : wrong(value, path, "true or false");
      case "i" -> value instanceof Long ? value : wrong(value, path, "a whole number");
      case "any" -> value;
      default -> object(value, shape, path);
    };
  }

  private Object text(@Nullable Object value, String path) {
    if (value instanceof String) {
      return value;
    }
    if (!exact && value instanceof Double d) {
      return Json.number(d);
    }
    if (!exact
        && (value instanceof Boolean || value instanceof Long || value instanceof BigInteger)) {
      return value.toString();
    }
    return wrong(value, path, "text in quotes");
  }

  private static Object wrong(@Nullable Object value, String path, String expected) {
    var shown =
        switch (value) {
          case null -> "null";
          case Map<?, ?> _ -> "a map";
          case List<?> _ -> "a list";
          default -> value.toString();
        };
    throw BuildException.wrongValue(
        path, "field '" + path + "' is " + shown + " (expected: " + expected + ")");
  }

  private Object list(@Nullable Object value, String shape, String path) {
    if (!(value instanceof List<?> items)) {
      return wrong(value, path, "a list");
    }
    var checked = new ArrayList<@Nullable Object>();
    for (var i = 0; i < items.size(); i++) {
      var item = items.get(i);
      if (item == null) {
        checked.add(shape.endsWith("s") && shape.length() <= 2 ? "" : ObjectTree.EMPTY);
      } else {
        checked.add(check(item, shape, path + "[" + i + "]"));
      }
    }
    return Tree.list(checked);
  }

  private Object map(@Nullable Object value, String shape, String path) {
    if (!(value instanceof ObjectTree tree)) {
      return wrong(value, path, "a map");
    }
    var builder = new ObjectTree.Builder(tree.size());
    tree.forEach(
        (key, item) -> {
          if (item == null) {
            builder.put(key, shape.equals("s") ? "" : false);
          } else {
            builder.put(key, check(item, shape, path + "." + key));
          }
        });
    return builder.build();
  }

  private Object object(@Nullable Object value, String shape, String path) {
    if (!(value instanceof ObjectTree tree)) {
      return wrong(value, path, "a map");
    }
    var fields = java.util.Objects.requireNonNull(SHAPES.get(shape));
    var builder = new ObjectTree.Builder(tree.size());
    for (var i = 0; i < tree.size(); i++) {
      var name = spelling(tree.keyAt(i), fields);
      if (!last(tree, tree.keyAt(i), name)) {
        continue;
      }
      var kind = fields.get(name);
      var place = path.isEmpty() ? name : path + "." + name;
      if (kind == null) {
        if (knownOnly) {
          throw BuildException.unknownField(place, name, fields.keySet());
        }
        continue;
      }
      var item = tree.valueAt(i);
      if (item != null) {
        builder.put(name, check(item, kind, place));
      }
    }
    return builder.build();
  }

  /**
   * Whether {@code key} is the last by its letters of all keys that mean the field {@code name}:
   * upstream reads them in that order, and what comes last counts.
   */
  private static boolean last(ObjectTree tree, String key, String name) {
    for (var i = 0; i < tree.size(); i++) {
      var other = tree.keyAt(i);
      if (other.length() == name.length()
          && other.compareTo(key) > 0
          && other.equalsIgnoreCase(name)) {
        return false;
      }
    }
    return true;
  }

  /** Field names match in any case, exact ones first. */
  private static String spelling(String name, Map<String, String> fields) {
    if (fields.containsKey(name)) {
      return name;
    }
    return fields.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }
}
