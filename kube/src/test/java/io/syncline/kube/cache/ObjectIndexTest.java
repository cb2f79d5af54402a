package io.syncline.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ObjectIndexTest {
  private static final GroupKind CONFIG_MAP = new GroupKind("", "ConfigMap");
  private static final int NAMES = 60;

  /** Nothing stays a tree. */
  private final ObjectIndex index =
      new ObjectIndex(m -> m.annotation("app"), Optional.of(new Recent(0)));

  private static Manifest object(String name, long version, String app, String owner, Object data) {
    return Manifest.of(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            ObjectTree.of(
                "name",
                name,
                "namespace",
                "shop",
                "uid",
                "0c0ffee0-0000-4000-8000-%012x".formatted((long) name.hashCode() & 0xFFFFFFFFL),
                "resourceVersion",
                Long.toString(version),
                "annotations",
                app.isEmpty() ? ObjectTree.EMPTY : ObjectTree.of("app", app),
                "ownerReferences",
                owner.isEmpty() ? List.of() : List.of(ObjectTree.of("uid", owner))),
            "data",
            data));
  }

  private static Manifest object(String name, long version) {
    return object(name, version, "", "", ObjectTree.EMPTY);
  }

  @Test
  void what_is_packed_comes_out_as_it_went_in() {
    var values =
        ObjectTree.of(
            "text",
            "Grüße 🎉 \u2028 \" \\ \n",
            "whole",
            9_007_199_254_740_993L,
            "part",
            0.1,
            "small",
            1e-9,
            "great",
            new java.math.BigInteger("123456789012345678901234567890"),
            "nothing",
            null,
            "flags",
            List.of(true, false),
            "empty",
            ObjectTree.of("list", List.of(), "object", ObjectTree.EMPTY),
            "long",
            "x".repeat(100_000));
    var made = new ArrayList<Manifest>();
    for (var i = 0; i < 50; i++) {
      made.add(object("o" + i, i + 1, "", "", values.with("number", (long) i)));
    }

    made.forEach(index::put);

    for (var object : made) {
      var found = index.get(object.key()).orElseThrow();
      assertThat(found).isEqualTo(object);
      assertThat(found.json()).as("in the same order").isEqualTo(object.json());
    }
  }

  @Test
  void who_asks_again_while_the_tree_is_in_use_gets_the_very_same() {
    var object = object("one", 1);
    index.put(object);

    assertThat(index.get(object.key()).orElseThrow()).isSameAs(object);
  }

  @Test
  void finds_objects_whatever_happened_to_them_before() {
    var random = new Random(7);
    var model = new TreeMap<ObjectKey, Manifest>();
    for (var version = 1L; version <= 5_000; version++) {
      var name = "n" + random.nextInt(NAMES);
      var app = random.nextBoolean() ? "" : "app" + random.nextInt(2);
      var owner = random.nextBoolean() ? "" : "owner" + random.nextInt(2);
      var object = object(name, version, app, owner, ObjectTree.of("v", version));
      if (random.nextInt(3) == 0) {
        assertThat(index.remove(object).isPresent()).isEqualTo(model.remove(object.key()) != null);
      } else {
        index.put(object);
        model.put(object.key(), object);
      }
      if (version % 100 == 0) {
        assertHolds(model);
      }
    }
  }

  private void assertHolds(Map<ObjectKey, Manifest> model) {
    assertThat(index.size()).isEqualTo(model.size());
    assertThat(index.all(CONFIG_MAP)).containsExactlyElementsOf(model.values());
    for (var i = 0; i < 2; i++) {
      var app = "app" + i;
      var owner = "owner" + i;
      assertThat(index.tracked(app))
          .containsExactlyElementsOf(
              model.values().stream()
                  .filter(o -> o.annotation("app").filter(app::equals).isPresent())
                  .toList());
      assertThat(index.ownedBy(owner))
          .containsExactlyElementsOf(
              model.values().stream()
                  .filter(o -> o.owners().stream().anyMatch(r -> owner.equals(r.get("uid"))))
                  .toList());
    }
    model.values().forEach(o -> assertThat(index.withUid(o.uid())).contains(o));
  }

  @Test
  void a_change_tells_what_was_before_and_whom_it_concerns() {
    index.put(object("one", 1, "shop", "", "old"));

    var change = index.put(object("one", 2, "bank", "", "new")).orElseThrow();

    assertThat(change.instances()).containsExactly("shop", "bank");
    assertThat(change.before().orElseThrow().at("data")).isEqualTo("old");
    assertThat(change.after().orElseThrow().at("data")).isEqualTo("new");
    assertThat(index.put(object("one", 1))).as("an old state").isEmpty();
  }

  @Test
  void knows_the_application_of_the_topmost_owner() {
    var top = object("top", 1, "shop", "", "");
    var middle = object("middle", 2, "", top.uid(), "");
    var low = object("low", 3, "", middle.uid(), "");
    index.put(top);
    index.put(middle);

    assertThat(index.instanceAbove(low)).contains("shop");
    assertThat(index.instanceAbove(object("alone", 4))).isEmpty();
  }

  @Test
  void a_list_takes_out_what_it_does_not_name_but_not_what_came_after_it() {
    index.put(object("stays", 1));
    index.put(object("goes", 2));
    var mark = index.mark();
    // Written by ourselves while the list was on its way.
    index.put(object("later", 11));
    index.put(object("stays", 1), mark);

    var gone = index.sweep(CONFIG_MAP, _ -> true, mark, "10");

    assertThat(gone).extracting(change -> change.key().name()).containsExactly("goes");
    assertThat(index.all(CONFIG_MAP)).extracting(Manifest::name).containsExactly("later", "stays");
  }
}
