package io.syncline.merge.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.merge.schema.Schema;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import org.junit.jupiter.api.Test;

class TypeFactsTest {
  private static final TypeFacts FACTS = TypeFacts.builtin();

  @Test
  void every_kind_is_found_by_name_and_by_plural_and_has_a_schema() {
    assertThat(FACTS.kinds()).hasSizeGreaterThan(60);
    for (var kind : FACTS.kinds()) {
      assertThat(FACTS.kind(kind.group(), kind.version(), kind.kind())).contains(kind);
      assertThat(FACTS.plural(kind.apiVersion(), kind.plural())).contains(kind);
      var schema = FACTS.schema(kind.apiVersion(), kind.kind()).orElseThrow();
      assertThat(schema.fields()).containsKeys("apiVersion", "kind");
    }
  }

  @Test
  void facts_of_a_kind_are_typed() {
    var pod = FACTS.kind("v1", "Pod").orElseThrow();
    assertThat(pod.namespaced()).isTrue();
    assertThat(pod.gracefulDelete()).isTrue();
    assertThat(pod.generation()).isFalse();
    assertThat(pod.shortNames()).containsExactly("po");
    assertThat(pod.subresources()).contains("status", "log");
    assertThat(pod.table())
        .contains(new KindFacts.Column("Ready", 0), new KindFacts.Column("IP", 1));
    assertThat(FACTS.kind("batch/v1", "Job").orElseThrow().defaultPropagation()).contains("Orphan");
    assertThat(FACTS.kind("apps/v1", "Deployment").orElseThrow().generation()).isTrue();
  }

  @Test
  void lists_know_how_their_items_belong_together() {
    var container = FACTS.struct("core/v1.Container").orElseThrow();
    assertThat(container.child("ports"))
        .isInstanceOfSatisfying(
            Schema.ListOf.class,
            list -> {
              assertThat(list.relation()).isEqualTo(Schema.ListRelation.MAP);
              assertThat(list.keys()).containsExactly("containerPort", "protocol");
            });
    assertThat(container.field("ports").orElseThrow().patch().mergeKey())
        .isEqualTo("containerPort");
    assertThat(container.child("args").leaf()).isTrue();
    assertThat(FACTS.struct("meta/v1.LabelSelector").orElseThrow().atomic()).isTrue();
    assertThat(FACTS.struct("core/v1.Volume").orElseThrow().fields())
        .containsKeys("name", "emptyDir", "configMap");
  }

  @Test
  void unknown_kinds_are_deduced() {
    var custom = new Manifest(ObjectTree.of("apiVersion", "e/v1", "kind", "T"));
    assertThat(FACTS.schemaOf(custom)).isEqualTo(Schema.Any.DEDUCED);
    assertThat(FACTS.schema("e/v1", "T")).isEmpty();
  }
}
