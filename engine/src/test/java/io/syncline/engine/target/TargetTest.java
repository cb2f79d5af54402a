package io.syncline.engine.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Condition;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static Target prepare(String namespace, String... manifests) {
    return Target.prepare(
        Arrays.stream(manifests).map(m -> new Manifest(Yaml.parseObject(m))).toList(),
        new TargetRequest(
            new Application(Manifest.of(ObjectTree.EMPTY)),
            "shop",
            Tracking.DEFAULT,
            namespace,
            TargetTest::scope,
            Optional.empty(),
            Exclusions.BUILT_IN));
  }

  /** The cluster has not been told of the kinds of x.io. */
  private static Scope scope(GroupKind kind) {
    return kind.group().equals("x.io")
        ? Scope.UNKNOWN
        : kind.kind().startsWith("Cluster") ? Scope.CLUSTER : Scope.NAMESPACED;
  }

  @Test
  void puts_objects_without_namespace_into_the_destination() {
    var target = prepare("prod", "{apiVersion: v1, kind: Service, metadata: {name: web}}");

    assertThat(target.manifests())
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.namespace()).isEqualTo("prod");
              assertThat(m.annotation(Tracking.ANNOTATION)).contains("shop:/Service:prod/web");
            });
  }

  @Test
  void takes_the_namespace_off_cluster_scoped_objects_but_tracks_with_one() {
    var target =
        prepare(
            "prod",
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: reader}}",
            // Before its definition is known such an id was written with the namespace it names.
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole,"
                + " metadata: {name: writer, namespace: elsewhere}}");

    assertThat(target.manifests()).allMatch(role -> role.namespace().isEmpty());
    assertThat(target.manifests())
        .extracting(role -> role.annotation(Tracking.ANNOTATION).orElse(""))
        .containsExactly(
            "shop:rbac.authorization.k8s.io/ClusterRole:prod/reader",
            "shop:rbac.authorization.k8s.io/ClusterRole:elsewhere/writer");
  }

  @Test
  void places_objects_of_kinds_it_defines_itself_as_their_definitions_say() {
    var target =
        prepare(
            "prod",
            "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition,"
                + " metadata: {name: galaxies.x.io},"
                + " spec: {group: x.io, scope: Cluster, names: {kind: Galaxy}}}",
            "{apiVersion: x.io/v1, kind: Galaxy, metadata: {name: milky-way}}",
            "{apiVersion: x.io/v1, kind: Galaxy, metadata: {name: milky-way, namespace: other}}");

    assertThat(target.manifests())
        .filteredOn(m -> m.kind().equals("Galaxy"))
        .singleElement()
        .satisfies(m -> assertThat(m.namespace()).isEmpty());
  }

  @Test
  void keeps_the_last_of_two_objects_with_one_key_and_warns() {
    var target =
        prepare(
            "prod",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: first}}",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: prod}, data: {a: last}}");

    assertThat(target.manifests()).singleElement().matches(m -> m.text("data", "a").equals("last"));
    assertThat(target.conditions())
        .containsExactly(
            new Condition(
                Condition.REPEATED,
                "Resource /ConfigMap/prod/c appeared 2 times among application resources."));
  }

  @Test
  void reports_what_has_no_home_no_name_or_is_excluded() {
    var target =
        prepare(
            "",
            "{apiVersion: v1, kind: Service, metadata: {name: web}}",
            "{apiVersion: v1, kind: Service, metadata: {generateName: web-, namespace: shop}}",
            "{apiVersion: v1, kind: Event, metadata: {name: e, namespace: shop}}");

    assertThat(target.conditions())
        .extracting(Condition::type)
        .containsExactly(Condition.INVALID_SPEC, Condition.INVALID_SPEC, Condition.EXCLUDED);
    assertThat(target.conditions().getFirst().message())
        .isEqualTo("Namespace for web v1, Kind=Service is missing.");
  }

  @Test
  void expands_lists_and_sets_deletion_hooks_aside() {
    var target =
        prepare(
            "prod",
            """
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: Service, metadata: {name: a}}
              - apiVersion: batch/v1
                kind: Job
                metadata: {name: bye, annotations: {helm.sh/hook: pre-delete}}
            """);

    assertThat(target.manifests()).extracting(Manifest::name).containsExactly("a");
    assertThat(target.deletionHooks()).extracting(Manifest::name).containsExactly("bye");
    assertThat(target.hasPreDeleteHooks()).isTrue();
    assertThat(target.hasPostDeleteHooks()).isFalse();
  }

  @Test
  void does_not_own_copies_made_of_tracked_objects() {
    var original =
        Tracking.DEFAULT.mark(
            new Manifest(
                Yaml.parseObject(
                    "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: prod}}")),
            "shop",
            "prod");
    var copy = original.with("web-copy", "metadata", "name");
    var owned =
        original.with(List.of(ObjectTree.of("kind", "Deployment")), "metadata", "ownerReferences");

    assertThat(Tracking.DEFAULT.owns("shop", original)).isTrue();
    assertThat(Tracking.DEFAULT.owns("other", original)).isFalse();
    assertThat(Tracking.DEFAULT.owns("shop", owned)).isFalse();
    assertThat(Tracking.DEFAULT.selfReferenced(original, Optional.empty())).isTrue();
    assertThat(Tracking.DEFAULT.selfReferenced(copy, Optional.empty())).isFalse();
    assertThat(Tracking.DEFAULT.owner(original).flatMap(Tracking.Owner::written))
        .contains(new ObjectKey("", "Service", "prod", "web"));
  }

  @Test
  void shortens_labels_to_what_kubernetes_takes() {
    var tracking = new Tracking(Tracking.Method.ANNOTATION_AND_LABEL, Tracking.DEFAULT_LABEL, "");
    var marked =
        tracking.mark(
            Manifest.of(ObjectTree.of("kind", "Service")), "n".repeat(62) + "-tail", "prod");

    assertThat(marked.label(Tracking.DEFAULT_LABEL)).contains("n".repeat(62));
  }
}
