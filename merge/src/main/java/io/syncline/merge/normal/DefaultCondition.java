package io.syncline.merge.normal;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conditions that the facts state in prose, as code. */
final class DefaultCondition {
  private static final Set<String> INTERNAL = Set.of("ClusterIP", "NodePort", "LoadBalancer");
  private static final Set<String> EXTERNAL = Set.of("NodePort", "LoadBalancer");

  private DefaultCondition() {}

  /**
   * Whether {@code when} is true.
   *
   * @param object the object after the rules so far
   * @param before the object before any rule
   */
  static boolean holds(String when, ObjectTree object, ObjectTree before) {
    return switch (when) {
      case "" -> true;
      case "hostNetwork==true" -> Tree.flag(object, "hostNetwork");
      case "no source set" -> object.size() == 1 && object.containsKey("name");
      case "spec.strategy.type==RollingUpdate" ->
          Tree.text(object, "spec", "strategy", "type").equals("RollingUpdate");
      case "updateStrategy.type==RollingUpdate" ->
          Tree.text(object, "spec", "updateStrategy", "type").equals("RollingUpdate");
      case "updateStrategy.type was empty, or RollingUpdate with rollingUpdate set" ->
          rollsWithPartition(before);
      case "completions and parallelism unset" ->
          !isSet(before, "spec", "completions") && !isSet(before, "spec", "parallelism");
      case "backoffLimitPerIndex set" -> isSet(object, "spec", "backoffLimitPerIndex");
      case "type in ClusterIP,NodePort,LoadBalancer" -> INTERNAL.contains(type(object));
      case "type in NodePort,LoadBalancer or externalIPs set" ->
          EXTERNAL.contains(type(object)) || !list(object, "spec", "externalIPs").isEmpty();
      case "type==LoadBalancer" -> type(object).equals("LoadBalancer");
      case "sessionAffinity==ClientIP" ->
          Tree.text(object, "spec", "sessionAffinity").equals("ClientIP");
      case "spec.parameters set" -> isSet(object, "spec", "parameters");
      case "kind in User,Group" -> Set.of("User", "Group").contains(Tree.text(object, "kind"));
      case "spec.metrics empty" -> list(object, "spec", "metrics").isEmpty();
      case "spec.behavior set" -> isSet(object, "spec", "behavior");
      default -> throw new IllegalStateException("facts state an unknown condition: " + when);
    };
  }

  private static boolean rollsWithPartition(ObjectTree before) {
    var type = Tree.text(before, "spec", "updateStrategy", "type");
    return type.isEmpty()
        || (type.equals("RollingUpdate")
            && isSet(before, "spec", "updateStrategy", "rollingUpdate"));
  }

  private static String type(ObjectTree service) {
    return Tree.text(service, "spec", "type");
  }

  private static boolean isSet(@Nullable Object root, String... path) {
    return Tree.at(root, path) != null;
  }

  private static List<Object> list(ObjectTree object, String... path) {
    return Tree.items(Tree.at(object, path));
  }
}
