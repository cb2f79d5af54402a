package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.ResourceId;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotas, ranges, accounts and priorities; the texts are those of a real server. */
final class QuotaTest {
  private static final String CORE = "/api/v1/namespaces/default/";

  private final LocalKube kube = LocalKube.builder().start();
  private final Caller caller = new Caller(kube);

  @AfterEach
  void close() {
    kube.close();
  }

  private void quota(String spec) {
    var made =
        caller.post(
            CORE + "resourcequotas",
            "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: " + spec + "}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
  }

  private Caller.Answer pod(String name, String resources) {
    return podWith(name, "containers: [{name: c, image: 'x:1', resources: " + resources + "}]");
  }

  private Caller.Answer podWith(String name, String spec) {
    return caller.post(
        CORE + "pods",
        "{apiVersion: v1, kind: Pod, metadata: {name: " + name + "}, spec: {" + spec + "}}");
  }

  @Test
  void a_quota_holds_what_is_made_and_says_what_is_left() {
    quota("{hard: {pods: '2', requests.cpu: '1'}}");

    assertThat(pod("a", "{requests: {cpu: 600m}}").status()).isEqualTo(201);
    var refused = pod("b", "{requests: {cpu: 500m}}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("message"))
        .isEqualTo(
            "pods \"b\" is forbidden: exceeded quota: q, requested: requests.cpu=500m, used:"
                + " requests.cpu=600m, limited: requests.cpu=1");
    assertThat(pod("b", "{requests: {cpu: 400m}}").status()).isEqualTo(201);
    assertThat(pod("c", "{requests: {cpu: 1m}}").text("message"))
        .contains(
            "requested: pods=1,requests.cpu=1m, used: pods=2,requests.cpu=1, limited: pods=2");
  }

  @Test
  void a_limited_pod_must_state_its_needs() {
    quota("{hard: {limits.cpu: '1', requests.memory: 1Gi}}");

    assertThat(pod("a", "{}").text("message"))
        .isEqualTo(
            "pods \"a\" is forbidden: failed quota: q: must specify limits.cpu for: c;"
                + " requests.memory for: c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BestEffort | {} | 403",
        "BestEffort | {requests: {cpu: 1m}} | 201",
        "NotBestEffort | {} | 201",
        "NotBestEffort | {requests: {memory: 1Mi}} | 403",
        "Terminating | {} | 201",
        "NotTerminating | {} | 403",
      })
  void scopes_choose_the_pods_that_count(String scope, String resources, int status) {
    quota("{hard: {pods: '0'}, scopes: [" + scope + "]}");

    assertThat(pod("a", resources).status()).isEqualTo(status);
  }

  @Test
  void a_service_may_not_grow_over_the_quota() {
    quota("{hard: {services.nodeports: '1', count/configmaps: '1'}}");
    var body =
        "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{name: a, port: 1},"
            + " {name: b, port: 2}]}}";
    assertThat(caller.post(CORE + "services", body).status()).isEqualTo(201);

    var grown =
        caller.patch(CORE + "services/s", "merge-patch+json", "{\"spec\":{\"type\":\"NodePort\"}}");

    assertThat(grown.text("message"))
        .isEqualTo(
            "services \"s\" is forbidden: exceeded quota: q, requested: services.nodeports=2,"
                + " used: services.nodeports=0, limited: services.nodeports=1");
    assertThat(
            caller
                .post(
                    CORE + "configmaps?dryRun=All",
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}")
                .status())
        .as("kube-root-ca.crt is the one")
        .isEqualTo(403);
  }

  @Test
  void many_writers_share_exactly_what_there_is() {
    quota("{hard: {count/secrets: '7'}}");
    var attempts = new ArrayList<CompletableFuture<Integer>>();
    for (var i = 0; i < 40; i++) {
      var name = "s" + i;
      var attempt = new CompletableFuture<Integer>();
      attempts.add(attempt);
      Thread.ofVirtual()
          .start(
              () ->
                  attempt.complete(
                      caller
                          .post(
                              CORE + "secrets",
                              "{apiVersion: v1, kind: Secret, metadata: {name: " + name + "}}")
                          .status()));
    }

    assertThat(attempts.stream().map(CompletableFuture::join).filter(s -> s == 201)).hasSize(7);
    assertThat(caller.get(CORE + "secrets").items()).hasSize(7);
  }

  @Test
  void the_status_follows_what_is_used() throws InterruptedException {
    var one = new CountDownLatch(1);
    var none = new CountDownLatch(1);
    var quotas = new ResourceId("", "v1", "resourcequotas");
    try (var watch =
        kube.api()
            .subscribe(
                event -> {
                  if (event.resource().equals(quotas)) {
                    var used = Tree.text(event.object().root(), "status", "used", "secrets");
                    if (used.equals("1")) {
                      one.countDown();
                    } else if (used.equals("0") && one.getCount() == 0) {
                      none.countDown();
                    }
                  }
                })) {
      quota("{hard: {secrets: '3'}}");
      caller.post(CORE + "secrets", "{apiVersion: v1, kind: Secret, metadata: {name: s}}");
      assertThat(one.await(30, TimeUnit.SECONDS)).isTrue();
      caller.delete(CORE + "secrets/s");
      assertThat(none.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(watch).isNotNull();
    }
    assertThat(caller.get(CORE + "resourcequotas/q").text("status", "hard", "secrets"))
        .isEqualTo("3");
  }

  private void range(String limits) {
    assertThat(
            caller
                .post(
                    CORE + "limitranges",
                    "{apiVersion: v1, kind: LimitRange, metadata: {name: r}, spec: {limits: ["
                        + limits
                        + "]}}")
                .status())
        .isEqualTo(201);
  }

  @Test
  void a_range_completes_containers_that_say_nothing() {
    range("{type: Container, default: {cpu: 500m, memory: 64Mi}, defaultRequest: {cpu: 100m}}");

    var made = pod("a", "{limits: {cpu: 200m}}").tree();

    assertThat(Tree.text(made, "metadata", "annotations", "kubernetes.io/limit-ranger"))
        .isEqualTo(
            "LimitRanger plugin set: memory request for container c; memory limit for container c");
    var resources =
        Tree.at(Tree.items(Tree.at(made, "spec", "containers")).getFirst(), "resources");
    assertThat(Tree.text(resources, "requests", "cpu")).isEqualTo("200m");
    assertThat(Tree.text(resources, "limits", "memory")).isEqualTo("64Mi");
    assertThat(Tree.text(made, "status", "qosClass")).isEqualTo("Guaranteed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{limits: {cpu: '2'}} | maximum cpu usage per Container is 1, but limit is 2",
        "{requests: {cpu: 1m}, limits: {cpu: 5m}} | minimum cpu usage per Container is 50m, but"
            + " request is 1m",
        "{requests: {cpu: 1m}, limits: {cpu: '3'}} | [minimum cpu usage per Container is 50m, but"
            + " request is 1m, maximum cpu usage per Container is 1, but limit is 3, cpu max limit"
            + " to request ratio per Container is 5, but provided ratio is 3000.000000]",
        "{requests: {cpu: 100m}, limits: {cpu: '1'}} | cpu max limit to request ratio per"
            + " Container is 5, but provided ratio is 10.000000",
      })
  void a_range_refuses_what_is_outside(String resources, String why) {
    range(
        "{type: Container, max: {cpu: '1'}, min: {cpu: 50m}, default: {memory: 1Mi}},"
            + " {type: Container, maxLimitRequestRatio: {cpu: '5'}}");
    var refused = pod("a", resources);

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("message")).isEqualTo("pods \"a\" is forbidden: " + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serviceAccountName: nope | error looking up service account default/nope: serviceaccount"
            + " \"nope\" not found",
        "priorityClassName: nope | no PriorityClass with name nope was found",
        "priority: 5 | the integer value of priority (5) must not be provided in pod spec;"
            + " priority admission controller computed 0 from the given PriorityClass name",
      })
  void a_pod_names_only_what_is_there(String field, String why) {
    var refused = podWith("a", "containers: [{name: c, image: 'x:1'}], " + field);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("message")).isEqualTo("pods \"a\" is forbidden: " + why);
  }

  @Test
  void a_pod_gets_the_value_of_its_priority_and_the_secrets_of_its_account() {
    caller.patch(
        CORE + "serviceaccounts/default",
        "merge-patch+json",
        "{\"imagePullSecrets\":[{\"name\":\"registry\"}]}");

    var made =
        podWith(
                "a",
                "containers: [{name: c, image: 'x:1'}], priorityClassName: system-node-critical")
            .tree();

    assertThat(Tree.number(made, 0, "spec", "priority")).isEqualTo(2_000_001_000L);
    assertThat(Tree.text(Tree.items(Tree.at(made, "spec", "imagePullSecrets")).getFirst(), "name"))
        .isEqualTo("registry");
  }
}
