package io.syncline.merge.managed;

import io.syncline.merge.value.Timestamps;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of {@code metadata.managedFields}.
 *
 * @param writer who owns the fields
 * @param time when the set last changed
 * @param fields the owned fields
 */
public record ManagedEntry(Writer writer, Optional<Instant> time, FieldSet fields) {
  /**
   * The entry that {@code tree} writes; empty when it is malformed.
   *
   * @param tree an item of {@code metadata.managedFields}
   */
  public static Optional<ManagedEntry> parse(ObjectTree tree) {
    var operation = Writer.Operation.parse(Tree.text(tree, "operation"));
    var version = Tree.text(tree, "apiVersion");
    if (operation.isEmpty()
        || version.isEmpty()
        || !Tree.text(tree, "fieldsType").equals("FieldsV1")) {
      return Optional.empty();
    }
    return Optional.of(
        new ManagedEntry(
            new Writer(
                Tree.text(tree, "manager"),
                operation.get(),
                version,
                Tree.text(tree, "subresource")),
            Tree.string(tree.get("time")).flatMap(Timestamps::parse),
            FieldSet.parse(Tree.object(tree.get("fieldsV1")))));
  }

  /** This entry as an item of {@code metadata.managedFields}. */
  public ObjectTree json() {
    var tree = new ObjectTree.Builder(7);
    if (!writer.manager().isEmpty()) {
      tree.put("manager", writer.manager());
    }
    tree.put("operation", writer.operation().text());
    tree.put("apiVersion", writer.apiVersion());
    time.ifPresent(at -> tree.put("time", Timestamps.seconds(at)));
    tree.put("fieldsType", "FieldsV1");
    tree.put("fieldsV1", fields.json());
    if (!writer.subresource().isEmpty()) {
      tree.put("subresource", writer.subresource());
    }
    return tree.build();
  }

  ManagedEntry with(FieldSet other) {
    return other == fields ? this : new ManagedEntry(writer, time, other);
  }

  /** How conflicts name the owner. */
  String owner() {
    var name = Json.write(writer.manager());
    if (!writer.subresource().isEmpty()) {
      name += " with subresource " + Json.write(writer.subresource());
    }
    if (writer.operation() == Writer.Operation.APPLY) {
      return name;
    }
    // the server knows a conflicting owner by its identity, which has no time
    return name + " using " + writer.apiVersion();
  }
}
