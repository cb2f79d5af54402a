package io.syncline.merge.managed;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.merge.Cases;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.time.Instant;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the reference implementation of structured merge answered for the same inputs. */
class RecordedApplyTest {
  private static final Instant NOW = Instant.parse("2024-01-02T03:04:05Z");

  private static Struct schema(ObjectTree test) {
    var kind = Tree.text(test, "kind");
    return TypeFacts.builtin()
        .schema(kind.equals("Deployment") ? "apps/v1" : "v1", kind)
        .orElseThrow();
  }

  @Test
  void field_sets_are_alike() throws IOException {
    for (var test : Cases.of("typed-set")) {
      var set = Typed.fields(schema(test), Tree.object(test.get("a")));
      var wanted = Tree.object(test.get("out"));
      assertThat(set.json()).as(Json.write(test)).isEqualTo(wanted);
      assertThat(FieldSet.parse(wanted)).isEqualTo(set);
    }
  }

  @Test
  void merged_objects_are_alike() throws IOException {
    for (var test : Cases.of("typed-merge")) {
      assertThat(Typed.merge(schema(test), Tree.object(test.get("a")), Tree.object(test.get("b"))))
          .as(Json.write(test))
          .isEqualTo(test.get("out"));
    }
  }

  @Test
  void comparisons_are_alike() throws IOException {
    for (var test : Cases.of("typed-compare")) {
      var change =
          Comparison.of(schema(test), Tree.object(test.get("a")), Tree.object(test.get("b")));
      var wanted = Tree.object(test.get("out"));
      assertThat(change.added().json()).as(Json.write(test)).isEqualTo(wanted.get("added"));
      assertThat(change.modified().json()).as(Json.write(test)).isEqualTo(wanted.get("modified"));
      assertThat(change.removed().json()).as(Json.write(test)).isEqualTo(wanted.get("removed"));
    }
  }

  @Test
  void objects_without_fields_are_alike() throws IOException {
    for (var test : Cases.of("typed-remove")) {
      var gone = FieldSet.parse(Tree.object(test.get("b")));
      assertThat(Typed.without(schema(test), Tree.object(test.get("a")), gone))
          .as(Json.write(test))
          .isEqualTo(Tree.object(test.get("out")));
    }
  }

  @Test
  void sequences_of_writes_are_alike() throws IOException {
    for (var test : Cases.of("ssa")) {
      var manager = FieldManager.custom(schema(test), FieldSet.EMPTY);
      var live = ObjectTree.EMPTY;
      var recorded = Tree.items(test.get("out"));
      var i = 0;
      for (var step : Tree.items(test.get("a"))) {
        var wanted = recorded.get(i++);
        var conflicts = new TreeSet<String>();
        live = write(manager, live, Tree.object(step), conflicts);
        var wantedConflicts = new TreeSet<String>();
        Tree.items(Tree.at(wanted, "conflicts"))
            .forEach(text -> wantedConflicts.add(String.valueOf(text).split(" ", 2)[1]));
        assertThat(conflicts).as("step %d of %s", i, Json.write(test)).isEqualTo(wantedConflicts);
        assertThat(Tree.without(live, "metadata", "managedFields"))
            .as("step %d of %s", i, Json.write(test))
            .isEqualTo(Tree.at(wanted, "live"));
        assertThat(owners(live))
            .as("step %d of %s", i, Json.write(test))
            .isEqualTo(wantedOwners(Tree.object(Tree.at(wanted, "managers"))));
      }
    }
  }

  private static ObjectTree write(
      FieldManager manager, ObjectTree live, ObjectTree step, TreeSet<String> conflicts) {
    var object = Tree.object(step.get("object"));
    var name = Tree.text(step, "manager");
    if (Tree.text(step, "do").equals("update")) {
      return manager.update(live, object, Writer.update(name, "v1"), NOW);
    }
    try {
      return manager.apply(live, object, Writer.apply(name, "v1"), Tree.flag(step, "force"), NOW);
    } catch (ApplyConflict e) {
      e.causes().forEach(cause -> conflicts.add(cause.field()));
      return live;
    }
  }

  private static TreeMap<String, Object> owners(ObjectTree live) {
    var owners = new TreeMap<String, Object>();
    ManagedFields.of(live)
        .entries()
        .forEach(entry -> owners.put(entry.writer().manager(), entry.fields().json()));
    return owners;
  }

  /** The reference works below the layer that leaves out identity. */
  private static TreeMap<String, Object> wantedOwners(ObjectTree managers) {
    var identity =
        FieldSet.of("apiVersion").union(FieldSet.of("kind")).union(FieldSet.of("metadata", "name"));
    var owners = new TreeMap<String, Object>();
    managers.forEach(
        (name, fields) -> {
          var left =
              FieldSet.parse(Tree.object(fields))
                  .difference(identity)
                  .difference(FieldSet.of("metadata"));
          if (!left.isEmpty()) {
            owners.put(name, left.json());
          }
        });
    return owners;
  }
}
