package io.syncline.localkube.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles, bindings and wishes as tables; the expected decisions are those of a real server. */
final class RbacTest {
  private static final String OBJECTS =
      """
      clusterRoles:
      - metadata: {name: reader}
        rules:
        - {verbs: [get, list], apiGroups: [""], resources: [pods, pods/log]}
      - metadata: {name: scaler}
        rules:
        - {verbs: [update], apiGroups: ["*"], resources: ["*/scale"]}
      - metadata: {name: one-secret}
        rules:
        - {verbs: [get, list], apiGroups: [""], resources: [secrets], resourceNames: [only]}
      - metadata: {name: apps}
        rules:
        - {verbs: ["*"], apiGroups: [apps], resources: ["*"]}
      - metadata: {name: paths}
        rules:
        - {verbs: [get], nonResourceURLs: [/metrics, /logs/*]}
      - metadata: {name: granter}
        rules:
        - {verbs: [bind], apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [apps]}
        - {verbs: [escalate], apiGroups: [rbac.authorization.k8s.io], resources: [roles]}
      roles:
      - metadata: {name: local, namespace: team}
        rules:
        - {verbs: [create], apiGroups: [""], resources: [configmaps]}
      clusterBindings:
      - {metadata: {name: b1}, roleRef: {kind: ClusterRole, name: reader}, subjects: [{kind: Group, name: readers}]}
      - {metadata: {name: b2}, roleRef: {kind: ClusterRole, name: scaler}, subjects: [{kind: User, name: sam}]}
      - {metadata: {name: b3}, roleRef: {kind: ClusterRole, name: one-secret}, subjects: [{kind: User, name: olga}]}
      - {metadata: {name: b4}, roleRef: {kind: ClusterRole, name: paths}, subjects: [{kind: User, name: paul}]}
      - {metadata: {name: b5}, roleRef: {kind: ClusterRole, name: gone}, subjects: [{kind: User, name: ghost}]}
      - {metadata: {name: b6}, roleRef: {kind: ClusterRole, name: granter}, subjects: [{kind: User, name: grace}]}
      bindings:
      - {metadata: {name: b7, namespace: team}, roleRef: {kind: Role, name: local}, subjects: [{kind: ServiceAccount, name: bot}]}
      - {metadata: {name: b8, namespace: team}, roleRef: {kind: ClusterRole, name: apps}, subjects: [{kind: User, name: anna}]}
      - {metadata: {name: b9, namespace: team}, roleRef: {kind: Role, name: local}, subjects: [{kind: ServiceAccount, name: bot, namespace: ci}]}
      """;

  private static final Policy POLICY = new Listed(Yaml.parseObject(OBJECTS));

  /** Policy from lists. */
  private record Listed(ObjectTree lists) implements Policy {
    private List<ObjectTree> of(String list) {
      return Tree.items(lists.get(list)).stream().map(Tree::object).toList();
    }

    @Override
    public List<ObjectTree> clusterBindings() {
      return of("clusterBindings");
    }

    @Override
    public List<ObjectTree> bindings(String namespace) {
      return of("bindings").stream()
          .filter(b -> Tree.text(b, "metadata", "namespace").equals(namespace))
          .toList();
    }

    @Override
    public Optional<ObjectTree> clusterRole(String name) {
      return of("clusterRoles").stream()
          .filter(r -> Tree.text(r, "metadata", "name").equals(name))
          .findFirst();
    }

    @Override
    public Optional<ObjectTree> role(String namespace, String name) {
      return of("roles").stream()
          .filter(r -> Tree.text(r, "metadata", "name").equals(name))
          .filter(r -> Tree.text(r, "metadata", "namespace").equals(namespace))
          .findFirst();
    }
  }

  private static User user(String name, String... groups) {
    return new User(name, "", List.of(groups), ObjectTree.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    // user, group, verb, API group, resource, subresource, namespace, name, allowed
    "x, readers, get, '', pods, '', team, p, true",
    "x, readers, list, '', pods, '', '', '', true",
    "x, readers, get, '', pods, log, team, p, true",
    "x, readers, get, '', pods, exec, team, p, false",
    "x, readers, get, '', pods, status, team, p, false",
    "x, readers, delete, '', pods, '', team, p, false",
    "x, readers, get, metrics.k8s.io, pods, '', team, p, false",
    "x, others, get, '', pods, '', team, p, false",
    "sam, '', update, apps, deployments, scale, team, web, true",
    "sam, '', update, example.com, things, scale, '', t, true",
    "sam, '', update, apps, deployments, '', team, web, false",
    "sam, '', update, apps, deployments, status, team, web, false",
    "olga, '', get, '', secrets, '', team, only, true",
    "olga, '', get, '', secrets, '', team, other, false",
    "olga, '', list, '', secrets, '', team, '', false",
    "olga, '', list, '', secrets, '', team, only, true",
    "anna, '', deletecollection, apps, statefulsets, '', team, '', true",
    "anna, '', get, apps, deployments, scale, team, web, true",
    "anna, '', get, apps, deployments, '', other, web, false",
    "anna, '', get, apps, deployments, '', '', '', false",
    "system:serviceaccount:team:bot, '', create, '', configmaps, '', team, '', true",
    "system:serviceaccount:ci:bot, '', create, '', configmaps, '', team, '', true",
    "system:serviceaccount:other:bot, '', create, '', configmaps, '', team, '', false",
    "system:serviceaccount:team:bot, '', create, '', configmaps, '', other, '', false",
    "x, system:masters, delete, '', nodes, '', '', n, true",
  })
  void a_rule_permits_what_it_names(
      String name,
      String group,
      String verb,
      String apiGroup,
      String resource,
      String subresource,
      String namespace,
      String object,
      boolean allowed) {
    var wish = new Attributes(verb, apiGroup, resource, subresource, namespace, object, "");

    var decision = Rbac.decide(POLICY, user(name, group), wish);

    assertThat(decision.allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "get, /metrics, true",
    "get, /metrics/cadvisor, false",
    "get, /logs/, true",
    "get, /logs/kube/one, true",
    "get, /logs, false",
    "post, /metrics, false",
  })
  void paths_match_whole_or_by_their_beginning(String verb, String path, boolean allowed) {
    assertThat(Rbac.decide(POLICY, user("paul"), Attributes.path(verb, path)).allowed())
        .isEqualTo(allowed);
  }

  @Test
  void a_decision_names_its_binding() {
    var wish = Attributes.resource("create", "", "configmaps", "team", "");

    assertThat(Rbac.decide(POLICY, user("system:serviceaccount:ci:bot"), wish).reason())
        .isEqualTo(
            "RBAC: allowed by RoleBinding \"b9/team\" of Role \"local\" to ServiceAccount"
                + " \"bot/ci\"");
    assertThat(Rbac.decide(POLICY, user("ghost"), wish))
        .isEqualTo(
            new Decision(false, "RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list | '' | pods | '' | default | '' | pods is forbidden: User \"x\" cannot list resource"
            + " \"pods\" in API group \"\" in the namespace \"default\"",
        "get | apps | deployments | scale | a | web | deployments.apps \"web\" is forbidden: User"
            + " \"x\" cannot get resource \"deployments/scale\" in API group \"apps\" in the"
            + " namespace \"a\"",
        "watch | '' | nodes | '' | '' | '' | nodes is forbidden: User \"x\" cannot watch resource"
            + " \"nodes\" in API group \"\" at the cluster scope",
      })
  void a_refusal_says_what_the_real_server_says(
      String verb,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name,
      String text) {
    var wish = new Attributes(verb, group, resource, subresource, namespace, name, "");

    assertThat(wish.refusal(user("x"), "").getMessage()).isEqualTo(text);
  }

  @Test
  void a_path_is_refused_by_its_name() {
    assertThat(Attributes.path("get", "/api").refusal(User.ANONYMOUS, "").getMessage())
        .isEqualTo("forbidden: User \"system:anonymous\" cannot get path \"/api\"");
  }

  private static ObjectTree role(String namespace, String rules) {
    return Yaml.parseObject(
        "{metadata: {name: r, namespace: '" + namespace + "'}, rules: [" + rules + "]}");
  }

  private static final String PODS =
      "{verbs: [get, list, delete], apiGroups: [''], resources: [pods, secrets]}";

  @Test
  void nobody_gives_more_than_he_has() {
    var why =
        Escalation.byRole(
            POLICY, user("x", "readers", "b"), "roles", Optional.empty(), role("team", PODS));

    assertThat(why)
        .contains(
            "user \"x\" (groups=[\"readers\" \"b\"]) is attempting to grant RBAC permissions not"
                + " currently held:\n"
                + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\"]}\n"
                + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\""
                + " \"delete\"]}");
    assertThat(
            Escalation.byRole(
                POLICY,
                user("x", "readers"),
                "roles",
                Optional.empty(),
                role("team", "{verbs: [get], apiGroups: [''], resources: [pods/log]}")))
        .isEmpty();
  }

  @Test
  void escalate_and_bind_are_rights_of_their_own() {
    var grace = user("grace");

    assertThat(Escalation.byRole(POLICY, grace, "roles", Optional.empty(), role("team", PODS)))
        .isEmpty();
    assertThat(Escalation.byRole(POLICY, grace, "clusterroles", Optional.empty(), role("", PODS)))
        .isPresent();
    assertThat(Escalation.byBinding(POLICY, grace, binding("apps")).refusal()).isEmpty();
    assertThat(Escalation.byBinding(POLICY, grace, binding("reader")).refusal()).isPresent();
    assertThat(Escalation.byBinding(POLICY, grace, binding("nowhere")).found()).isFalse();
  }

  private static ObjectTree binding(String role) {
    return Yaml.parseObject(
        "{metadata: {name: b, namespace: team}, roleRef: {kind: ClusterRole, name: " + role + "}}");
  }

  @Test
  void gathering_roles_takes_full_rights() {
    var gathering =
        Yaml.parseObject(
            "{metadata: {name: r}, aggregationRule: {clusterRoleSelectors: [{matchLabels: {a:"
                + " b}}]}}");

    assertThat(
            Escalation.byRole(
                POLICY, user("x", "readers"), "clusterroles", Optional.empty(), gathering))
        .contains("must have cluster-admin privileges to use the aggregationRule");
  }
}
