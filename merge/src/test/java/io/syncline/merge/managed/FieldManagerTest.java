package io.syncline.merge.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.normal.Canonical;
import io.syncline.merge.schema.Struct;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FieldManagerTest {
  private static final Instant NOON = Instant.parse("2024-01-02T12:00:00Z");
  private static final Instant LATER = Instant.parse("2024-01-02T13:00:00Z");
  private static final Struct DEPLOYMENT =
      TypeFacts.builtin().schema("apps/v1", "Deployment").orElseThrow();
  private static final FieldManager MANAGER = FieldManager.of(DEPLOYMENT, FieldSet.of("status"));

  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, labels: {app: web}}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: "web:1"}]}
      """;

  private static ObjectTree canonical(ObjectTree object) {
    return Canonical.of(new Manifest(object)).root();
  }

  private static ObjectTree create(String yaml, String manager) {
    var object = canonical(Yaml.parseObject(yaml));
    return MANAGER.update(MANAGER.zero(), object, Writer.update(manager, "apps/v1"), NOON);
  }

  private static ObjectTree apply(ObjectTree live, String yaml, String manager, boolean force) {
    return MANAGER.apply(
        live, Yaml.parseObject(yaml), Writer.apply(manager, "apps/v1"), force, LATER);
  }

  private static ManagedEntry entry(ObjectTree object, Writer writer) {
    return ManagedFields.of(object).entry(writer).orElseThrow();
  }

  @Test
  void a_create_owns_what_a_real_server_says() {
    var web = create(WEB, "kubectl-create");
    var entry = entry(web, Writer.update("kubectl-create", "apps/v1"));
    assertThat(entry.time()).contains(NOON);
    assertThat(entry.fields().json())
        .isEqualTo(
            Json.parse(
                """
                {"f:metadata":{"f:labels":{".":{},"f:app":{}}},
                 "f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},
                  "f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},
                  "f:maxUnavailable":{}},"f:type":{}},
                  "f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},
                  "f:spec":{"f:containers":{"k:{\\"name\\":\\"web\\"}":{".":{},"f:image":{},
                  "f:imagePullPolicy":{},"f:name":{},"f:resources":{},"f:terminationMessagePath":{},
                  "f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:restartPolicy":{},
                  "f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}
                """));
  }

  @Test
  void applying_the_same_twice_changes_nothing_not_even_the_time() {
    var once = canonical(apply(MANAGER.zero(), WEB, "one", false));
    var again =
        MANAGER.apply(
            once,
            Yaml.parseObject(WEB),
            Writer.apply("one", "apps/v1"),
            false,
            LATER.plusSeconds(60));
    assertThat(again).isEqualTo(once);
  }

  @Test
  void a_conflict_names_owner_and_field_and_force_takes_it() {
    var live = canonical(apply(MANAGER.zero(), WEB, "one", false));
    var changed = WEB.replace("replicas: 2", "replicas: 3");
    var conflict =
        catchThrowableOfType(ApplyConflict.class, () -> apply(live, changed, "two", false));
    assertThat(conflict)
        .hasMessage("Apply failed with 1 conflict: conflict with \"one\": .spec.replicas");
    assertThat(conflict.causes().getFirst().field()).isEqualTo(".spec.replicas");
    var forced = apply(live, changed, "two", true);
    assertThat(Tree.number(forced, 0, "spec", "replicas")).isEqualTo(3);
    assertThat(
            entry(forced, Writer.apply("one", "apps/v1"))
                .fields()
                .intersection(FieldSet.of("spec", "replicas"))
                .isEmpty())
        .isTrue();
  }

  @Test
  void several_conflicts_are_listed_by_owner() {
    var live = create(WEB, "maker");
    var changed = WEB.replace("replicas: 2", "replicas: 3").replace("web:1", "web:2");
    var conflict =
        catchThrowableOfType(ApplyConflict.class, () -> apply(live, changed, "two", false));
    assertThat(conflict)
        .hasMessage(
            """
            Apply failed with 2 conflicts: conflicts with "maker" using apps/v1:
            - .spec.replicas
            - .spec.template.spec.containers[name="web"].image""");
  }

  @Test
  void what_is_no_longer_applied_and_nobody_else_owns_goes() {
    var live = canonical(apply(MANAGER.zero(), WEB, "one", false));
    var without =
        WEB.replace(", labels: {app: web}}\nspec", "}\nspec").replace("  replicas: 2\n", "");
    var next = apply(live, without, "one", false);
    assertThat(Tree.at(next, "metadata", "labels")).isNull();
    assertThat(Tree.at(next, "spec", "replicas")).isNull();
    assertThat(Tree.text(next, "spec", "strategy", "type")).isEqualTo("RollingUpdate");
  }

  @Test
  void kubectl_takes_over_what_client_side_apply_set() {
    var last = Json.write(Yaml.parseObject(WEB));
    var withLast =
        Tree.with(
            canonical(Yaml.parseObject(WEB)),
            last,
            "metadata",
            "annotations",
            "kubectl.kubernetes.io/last-applied-configuration");
    var live =
        MANAGER.update(
            MANAGER.zero(), withLast, Writer.update("kubectl-client-side-apply", "apps/v1"), NOON);
    var changed = WEB.replace("web:1", "web:2");
    var next = apply(live, changed, "kubectl", false);
    var annotation =
        Tree.text(
            next, "metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");
    assertThat(Json.parse(annotation)).isEqualTo(Yaml.parseObject(changed));
    assertThat(catchThrowableOfType(ApplyConflict.class, () -> apply(live, changed, "x", false)))
        .isNotNull();
  }

  @Test
  void objects_without_managed_fields_get_an_entry_for_the_time_before() {
    var live = Tree.with(canonical(Yaml.parseObject(WEB)), "some-uid", "metadata", "uid");
    var next = apply(live, WEB, "one", false);
    assertThat(ManagedFields.of(next).entries())
        .extracting(entry -> entry.writer().manager())
        .containsExactly("one", "before-first-apply");
    assertThat(
            Tree.at(
                MANAGER.update(live, live, Writer.update("x", "apps/v1"), NOON),
                "metadata",
                "managedFields"))
        .isNull();
  }

  @Test
  void an_empty_list_resets_and_a_missing_one_keeps_managed_fields() {
    var live = create(WEB, "maker");
    var writer = Writer.update("editor", "apps/v1");
    var missing = Tree.without(live, "metadata", "managedFields");
    assertThat(ManagedFields.of(MANAGER.update(live, missing, writer, LATER)))
        .isEqualTo(ManagedFields.of(live));
    var reset = Tree.with(live, java.util.List.of(ObjectTree.EMPTY), "metadata", "managedFields");
    assertThat(ManagedFields.of(MANAGER.update(live, reset, writer, LATER)).isEmpty()).isTrue();
  }

  @Test
  void at_most_ten_update_writers_are_kept() {
    var live = create(WEB, "maker");
    for (var i = 0; i < 15; i++) {
      var next = Tree.with(live, "v", "metadata", "annotations", "a" + i);
      live =
          MANAGER.update(
              live, next, Writer.update("m" + i, "apps/v1"), NOON.plusSeconds(60L * i + 60));
    }
    var entries = ManagedFields.of(live).entries();
    assertThat(entries).hasSize(10);
    assertThat(entries.getFirst().writer().manager()).isEqualTo("ancient-changes");
  }

  @Test
  void an_update_takes_only_what_it_changes() {
    var live = create(WEB, "maker");
    var next = Tree.with(live, 5L, "spec", "replicas");
    var after =
        MANAGER.update(live, next, Writer.update("scaler", "apps/v1").through("scale"), LATER);
    assertThat(entry(after, Writer.update("scaler", "apps/v1").through("scale")).fields())
        .isEqualTo(FieldSet.of("spec", "replicas"));
    assertThat(entry(after, Writer.update("maker", "apps/v1")).time()).contains(NOON);
    assertThat(ManagedFields.of(after).all()).isEqualTo(ManagedFields.of(live).all());
  }

  @Test
  void undeclared_fields_and_double_items_are_refused() {
    var fault =
        catchThrowableOfType(
            TypedException.class,
            () -> apply(MANAGER.zero(), WEB.replace("replicas: 2", "replics: 2"), "one", false));
    assertThat(fault).hasMessage(".spec.replics: field not declared in schema");
    var doubled = WEB.replace("[{name: web,", "[{name: web}, {name: web,");
    assertThat(
            catchThrowableOfType(
                TypedException.class, () -> apply(MANAGER.zero(), doubled, "one", false)))
        .hasMessage(".spec.template.spec.containers: duplicate entries for key [name=\"web\"]");
  }

  @Test
  void entries_survive_writing_and_reading() {
    var entries = ManagedFields.of(create(WEB, "maker")).entries();
    for (var entry : entries) {
      assertThat(ManagedEntry.parse(entry.json())).contains(entry);
    }
    assertThat(entries).hasSize(1);
  }
}
