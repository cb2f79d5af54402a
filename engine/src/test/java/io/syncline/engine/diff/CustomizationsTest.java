package io.syncline.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.target.ResourceFilter;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomizationsTest {
  private static final ObjectKey DEPLOYMENT = new ObjectKey("apps", "Deployment", "shop", "web");
  private static final ObjectKey SECRET = new ObjectKey("", "Secret", "shop", "s");

  private static List<String> pointers(List<IgnoreRule> rules, ObjectKey key) {
    return IgnoreRule.merged(rules, key).map(IgnoreRule::jsonPointers).orElse(List.of());
  }

  @Test
  void settings_name_kinds_in_their_keys_or_in_one_map() {
    var read =
        Customizations.from(
            Map.of(
                "resource.customizations.ignoreDifferences.all",
                "jsonPointers: [/all]",
                "resource.customizations.ignoreDifferences.apps_Deployment",
                "jsonPointers: [/one]",
                "resource.customizations.ignoreDifferences.Secret",
                "jsonPointers: [/two]",
                "resource.customizations.ignoreResourceUpdates.all",
                "jsonPointers: [/quiet]",
                "resource.customizations.ignoreDifferences.broken",
                "{",
                "resource.customizations",
                "'*.io/*': {ignoreDifferences: 'jsonPointers: [/glob]'}\n"
                    + "apps/Deployment: {ignoreDifferences: {jsonPointers: [/map]}}"));

    assertThat(pointers(read.ignores(), DEPLOYMENT))
        .containsExactlyInAnyOrder("/all", "/one", "/map");
    assertThat(pointers(read.ignores(), SECRET)).containsExactlyInAnyOrder("/all", "/two");
    assertThat(pointers(read.ignores(), new ObjectKey("x.io", "Thing", "", "t")))
        .containsExactlyInAnyOrder("/all", "/glob");
    assertThat(pointers(read.updatesIgnored(), SECRET))
        .containsExactlyInAnyOrder("/quiet", "/all", "/two");
  }

  @Test
  void ignored_differences_may_count_as_changes() {
    var read =
        Customizations.from(
            Map.of(
                "resource.compareoptions",
                "{ignoreDifferencesOnResourceUpdates: false, ignoreAggregatedRoles: true,"
                    + " ignoreResourceStatusField: crd}",
                "resource.customizations.ignoreDifferences.all",
                "jsonPointers: [/all]"));

    assertThat(read.updatesIgnored()).isEmpty();
    assertThat(read.options())
        .isEqualTo(new CompareOptions(CompareOptions.StatusField.CUSTOM_KINDS, true, false));
  }

  @ParameterizedTest
  @CsvSource({
    "'{metadata: {resourceVersion: 2}}', false",
    "'{status: {x: 1}}', false",
    "'{metadata: {annotations: {noisy: b}}}', false",
    "'{spec: {replicas: 2}}', true",
    "'{metadata: {annotations: {other: b}}}', true"
  })
  void changes_that_do_not_count_are_told_from_those_that_do(String change, boolean counts) {
    var before =
        new Manifest(
            Yaml.parseObject(
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, resourceVersion: 1,"
                    + " annotations: {noisy: a, other: a}}, spec: {replicas: 1}}"));
    var after = new Manifest(merge(before.root(), Yaml.parseObject(change)));
    var rule =
        new IgnoreRule(
            "*", "*", "", "", List.of("/metadata/annotations/noisy"), List.of(), List.of());

    assertThat(new Substance(List.of(rule)).differs(before, after)).isEqualTo(counts);
  }

  private static io.syncline.model.tree.ObjectTree merge(
      io.syncline.model.tree.ObjectTree a, io.syncline.model.tree.ObjectTree b) {
    return Tree.object(io.syncline.merge.patch.JsonMergePatch.apply(a, b));
  }

  @ParameterizedTest
  @CsvSource({
    "'', Event, true",
    "'', Endpoints, true",
    "discovery.k8s.io, EndpointSlice, true",
    "cert-manager.io, CertificateRequest, true",
    "cert-manager.io, Certificate, false",
    "'', Pod, false"
  })
  void kinds_that_controllers_write_for_themselves_are_left_alone(
      String group, String kind, boolean out) {
    assertThat(ResourceFilter.DEFAULT.in("x").excluded(new GroupKind(group, kind))).isEqualTo(out);
  }

  @Test
  void inclusions_restrict_and_exclusions_subtract_by_cluster() {
    var some =
        ResourceFilter.Entry.from(
            Yaml.parseObject("{apiGroups: [apps, ''], clusters: ['https://*.example']}"));
    var secrets = ResourceFilter.Entry.from(Yaml.parseObject("{kinds: [Secret]}"));
    var filter = new ResourceFilter(List.of(some), List.of(secrets));

    assertThat(filter.in("https://a.example").excluded(new GroupKind("apps", "Deployment")))
        .isFalse();
    assertThat(filter.in("https://a.example").excluded(new GroupKind("batch", "Job"))).isTrue();
    assertThat(filter.in("https://other").excluded(new GroupKind("apps", "Deployment"))).isTrue();
    assertThat(filter.in("https://a.example").excluded(new GroupKind("", "Secret"))).isTrue();
  }

  @Test
  void what_webhooks_change_counts_only_when_asked_for() {
    var live =
        new Manifest(
            Yaml.parseObject(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}, data: {a: x}}"));
    var answer =
        live.with("injected", "data", "webhook")
            .with(
                List.of(
                    Yaml.parseObject(
                        "{manager: argocd-controller, operation: Apply, apiVersion: v1,"
                            + " fieldsType: FieldsV1, fieldsV1: {'f:data': {'f:a': {}}}}")),
                "metadata",
                "managedFields");
    var rules =
        DiffRules.of("app", io.syncline.engine.target.Tracking.DEFAULT)
            .by(new DiffStrategy(false, Map.of(live.key(), answer), false));
    var counting = rules.by(new DiffStrategy(false, Map.of(live.key(), answer), true));
    var asking =
        live.with(
            "IncludeMutationWebhook=true",
            "metadata",
            "annotations",
            "argocd.argoproj.io/compare-options");

    assertThat(modified(live, live, rules)).isFalse();
    assertThat(modified(live, live, counting)).isTrue();
    assertThat(modified(asking, live, rules)).isTrue();
  }

  private static boolean modified(Manifest target, Manifest live, DiffRules rules) {
    return Comparison.diff(
            new io.syncline.engine.target.Target(List.of(target), List.of(), List.of()),
            io.syncline.model.object.LiveState.of(List.of(live)),
            rules)
        .getFirst()
        .modified();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          core/Quantity           | 2000m                      | '2'
          core/v1/ResourceList    | {cpu: 2000m, memory: 32Mi} | {cpu: '2', memory: 32Mi}
          core/v1/ResourceList    | {cpu: 1}                   | {cpu: 1000m}
          meta/v1/Duration        | 90s                        | 1m30s
          """)
  void fields_known_by_type_are_equal_when_their_values_are(String type, String one, String other) {
    var fields =
        KnownField.from(
            new GroupKind("x.io", "Thing"),
            Tree.items(Yaml.parse("[{field: spec.it, type: " + type + "}]")));

    assertThat(thing(one)).isNotEqualTo(thing(other));
    assertThat(KnownField.normalize(thing(one), fields))
        .isEqualTo(KnownField.normalize(thing(other), fields));
  }

  private static Manifest thing(String value) {
    return new Manifest(
        Yaml.parseObject("{apiVersion: x.io/v1, kind: Thing, spec: {it: " + value + "}}"));
  }
}
