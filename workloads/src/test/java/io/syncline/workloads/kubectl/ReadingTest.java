package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows about what is read: versions, resources, lists in every form, watches, events. */
final class ReadingTest {
  @RegisterExtension private static final Kubectl kubectl = new Kubectl();

  @Test
  void version_and_discovery_tell_what_is_served() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      assertThat(k.ok("version")).contains("Server Version: v1.32.");
      assertThat(k.ok("api-versions"))
          .contains("apps/v1\n", "autoscaling/v2\n", "metrics.k8s.io/v1beta1\n");
      assertThat(k.ok("api-resources --namespaced=false -o wide"))
          .containsPattern("nodes +no +v1 +false +Node +create,delete");
      assertThat(k.ok("api-resources --api-group=metrics.k8s.io --no-headers"))
          .containsPattern("nodes +metrics.k8s.io/v1beta1 +false +NodeMetrics")
          .containsPattern("pods +metrics.k8s.io/v1beta1 +true +PodMetrics");
      assertThat(k.ok("explain deploy.spec.strategy.rollingUpdate.maxSurge"))
          .contains("KIND:       Deployment", "FIELD: maxSurge");
      assertThat(k.ok("explain pod.spec --recursive"))
          .containsPattern("initContainers\\s+<\\[\\]Container>");
    }
  }

  @Test
  void health_is_told_check_by_check() throws Exception {
    for (var k : kubectl.users("1.32")) {
      assertThat(k.ok("get --raw /readyz")).isEqualTo("ok");
      assertThat(k.ok("get --raw /readyz?verbose"))
          .startsWith("[+]ping ok\n")
          .contains("[+]etcd ok\n", "[+]informer-sync ok\n")
          .endsWith("readyz check passed\n");
      assertThat(k.ok("get --raw '/livez?verbose&exclude=etcd'"))
          .contains("[+]etcd excluded: ok\n")
          .endsWith("livez check passed\n");
      assertThat(k.ok("get --raw /livez/poststarthook/rbac/bootstrap-roles")).isEqualTo("ok");
      assertThat(k.fails("get --raw /livez/nothing")).contains("NotFound");
    }
  }

  @Test
  void traffic_is_told_to_prometheus() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create configmap counted");
      k.ok("get secrets");
      k.fails("get configmap absent");
      assertThat(k.ok("get --raw /metrics"))
          .containsPattern(
              "apiserver_request_total\\{code=\"201\",group=\"\",resource=\"configmaps\",scope=\"namespace\",subresource=\"\",verb=\"POST\",version=\"v1\"} [1-9]")
          .containsPattern(
              "code=\"200\",group=\"\",resource=\"secrets\",scope=\"namespace\",subresource=\"\",verb=\"LIST\"")
          .containsPattern(
              "code=\"404\",group=\"\",resource=\"configmaps\",scope=\"resource\",subresource=\"\",verb=\"GET\"")
          .containsPattern(
              "apiserver_request_duration_seconds_bucket\\{.*resource=\"configmaps\".*le=\"\\+Inf\"} [1-9]")
          .containsPattern("apiserver_storage_objects\\{resource=\"configmaps\"} [1-9]")
          .containsPattern("apiserver_current_inflight_requests\\{request_kind=\"readOnly\"} [1-9]")
          .contains("# TYPE process_cpu_seconds_total counter", "apiserver_registered_watchers");
    }
  }

  @Test
  void every_served_version_has_an_api_service() throws Exception {
    for (var k : kubectl.users("1.32")) {
      assertThat(k.ok("get apiservices"))
          .containsPattern("v1\\. +Local +True")
          .containsPattern("v1\\.apps +Local +True")
          .containsPattern("v2\\.autoscaling +Local +True")
          .containsPattern("v1beta1\\.metrics\\.k8s\\.io +Local +True");
      assertThat(k.ok("get apiservice v1.apps -o jsonpath='{.spec} {.metadata.labels}'"))
          .isEqualTo(
              "{\"group\":\"apps\",\"groupPriorityMinimum\":17800,\"version\":\"v1\",\"versionPriority\":15} {\"kube-aggregator.kubernetes.io/automanaged\":\"onstart\"}");
      k.ok("delete apiservice v1.apps --wait=false");
      k.ok("wait --for=create apiservice/v1.apps --timeout=30s");
    }
  }

  @Test
  void components_are_healthy() throws Exception {
    for (var k : kubectl.users("1.32")) {
      assertThat(k.ok("get componentstatuses"))
          .contains("v1 ComponentStatus is deprecated in v1.19+")
          .containsPattern("NAME +STATUS +MESSAGE +ERROR")
          .containsPattern("etcd-0 +Healthy +ok")
          .containsPattern("scheduler +Healthy +ok");
      assertThat(k.ok("get cs etcd-0 -o jsonpath='{.conditions[0].type}'")).endsWith("Healthy");
    }
  }

  @Test
  void a_list_is_shown_in_every_form() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      k.ok("create configmap one --from-literal=a=1");
      k.ok("create configmap two --from-literal=a=2");
      k.ok("label configmap two tier=web");
      assertThat(k.ok("get configmaps"))
          .containsPattern("NAME +DATA +AGE\n")
          .containsPattern("one +1 +\\d+s");
      assertThat(k.ok("get cm --show-labels")).containsPattern("two .* tier=web");
      assertThat(k.ok("get cm -L tier"))
          .containsPattern("NAME +DATA +AGE +TIER")
          .containsPattern("two .* web");
      assertThat(k.ok("get cm one -o yaml"))
          .contains("data:\n  a: \"1\"\n")
          .doesNotContain("managedFields");
      assertThat(k.ok("get cm one -o yaml --show-managed-fields"))
          .contains("manager: kubectl-create");
      assertThat(k.ok("get cm -o json")).contains("\"kind\": \"List\"");
      assertThat(k.ok("get cm one two -o name")).isEqualTo("configmap/one\nconfigmap/two\n");
      assertThat(k.ok("get cm -l tier -o jsonpath='{range .items[*]}{.data.a}{end}'"))
          .isEqualTo("2");
      assertThat(k.ok("get cm one -o go-template='{{.data.a}}'")).isEqualTo("1");
      assertThat(k.ok("get cm one two -o custom-columns=N:.metadata.name,A:.data.a"))
          .isEqualTo("N     A\none   1\ntwo   2\n");
      assertThat(k.ok("get cm --sort-by={.data.a} -o name"))
          .contains("configmap/one\nconfigmap/two\n");
      assertThat(k.ok("get cm,secret --ignore-not-found -A -o wide"))
          .contains("NAMESPACE", "kube-root-ca.crt");
      assertThat(k.fails("get cm three")).contains("(NotFound)", "configmaps \"three\" not found");
      assertThat(k.ok("get secrets"))
          .isEqualTo("No resources found in %s namespace.\n".formatted(k.namespace()));
      assertThat(k.fails("get nonsense"))
          .contains("the server doesn't have a resource type \"nonsense\"");
    }
  }

  @Test
  void selectors_select() throws Exception {
    for (var k : kubectl.users("1.32")) {
      for (var i = 1; i <= 4; i++) {
        k.ok("create secret generic s" + i);
        k.ok("label secret s%d n=v%d even=%s".formatted(i, i, i % 2 == 0));
      }
      assertThat(k.ok("get secrets -l 'n in (v1,v2),even=true' -o name")).isEqualTo("secret/s2\n");
      assertThat(k.ok("get secrets -l 'n notin (v1,v2)' -o name"))
          .isEqualTo("secret/s3\nsecret/s4\n");
      assertThat(k.ok("get secrets -l even!=true -o name")).isEqualTo("secret/s1\nsecret/s3\n");
      assertThat(k.ok("get secrets -l '!n' -o name")).isEmpty();
      assertThat(
              k.ok(
                  "get secrets --field-selector=metadata.name!=s1,type=Opaque -l even=false -o name"))
          .isEqualTo("secret/s3\n");
      assertThat(k.ok("get secrets --chunk-size=1 -o name")).hasLineCount(4);
      assertThat(k.fails("get secrets --field-selector=data.x=y"))
          .contains("field label not supported: data.x");
      assertThat(k.fails("get secrets -l 'a in'")).contains("unable to parse requirement");
    }
  }

  @Test
  void a_watch_shows_what_changes() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      k.ok("create configmap seen");
      try (var watch = k.begin("get configmap seen --watch --output-watch-events")) {
        watch.shows("ADDED +seen +0 ");
        k.ok("patch configmap seen -p '{\"data\":{\"a\":\"b\"}}'");
        watch.shows("MODIFIED +seen +1 ");
        k.ok("delete configmap seen");
        watch.shows("DELETED +seen +1 ");
      }
    }
  }

  @Test
  void events_and_descriptions_tell_what_happened() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create deployment web --image=nginx --replicas=2");
      k.ok("rollout status deployment/web --timeout=60s");
      assertThat(k.ok("events --for deployment/web"))
          .containsPattern("LAST SEEN +TYPE +REASON +OBJECT +MESSAGE")
          .contains("ScalingReplicaSet");
      assertThat(k.ok("get events --field-selector=involvedObject.kind=Deployment"))
          .contains("Scaled up replica set web-");
      assertThat(k.ok("get events.v1.events.k8s.io -o jsonpath='{.items[*].reason}'"))
          .contains("ScalingReplicaSet");
      assertThat(k.ok("describe deployment web"))
          .containsPattern(
              "Replicas: +2 desired \\| 2 updated \\| 2 total \\| 2 available \\| 0 unavailable")
          .containsPattern("Available +True +MinimumReplicasAvailable")
          .contains("Image:", "ScalingReplicaSet");
      assertThat(k.ok("describe pods -l app=web"))
          .containsPattern("Status: +Running")
          .contains("Scheduled", "QoS Class:");
      assertThat(k.ok("describe ns " + k.namespace())).containsPattern("Status: +Active");
      assertThat(k.ok("get all"))
          .contains("pod/web-", "deployment.apps/web", "replicaset.apps/web-");
    }
  }
}
