package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows about workloads that are run, sized, rolled out and waited for. */
final class RollingTest {
  private static final String STATEFUL =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db}
      spec:
        serviceName: db
        replicas: 2
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec:
            containers:
            - {name: c, image: 'db:1'}
      """;

  private static final String DAEMON =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec:
            containers:
            - {name: c, image: 'agent:1'}
      """;

  private static final String MEASURED =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: full}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: absent}
        minReplicas: 2
        maxReplicas: 5
        metrics:
        - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}
        - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 100Mi}}}
        - {type: ContainerResource, containerResource: {name: cpu, container: c, target: {type: Utilization, averageUtilization: 50}}}
        - {type: Pods, pods: {metric: {name: rps, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: "10"}}}
        - {type: Object, object: {metric: {name: hits}, describedObject: {apiVersion: v1, kind: Service, name: i}, target: {type: AverageValue, averageValue: 2k}}}
        - {type: External, external: {metric: {name: q}, target: {type: Value, value: "30"}}}
        behavior: {scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Percent, value: 10, periodSeconds: 60}]}}
      """;

  @RegisterExtension private static final Kubectl kubectl = new Kubectl();

  @Test
  void a_deployment_is_sized_rolled_out_and_undone() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      k.ok("create deployment web --image=nginx:1 --replicas=2");
      assertThat(k.ok("rollout status deployment/web --timeout=90s"))
          .endsWith("deployment \"web\" successfully rolled out\n");
      assertThat(k.ok("scale deployment web --replicas=3 --current-replicas=2 --timeout=60s"))
          .isEqualTo("deployment.apps/web scaled\n");
      assertThat(k.fails("scale deployment web --replicas=1 --current-replicas=7"))
          .contains("Expected replicas to be 7, was 3");
      assertThat(k.ok("set image deployment/web nginx=nginx:2"))
          .isEqualTo("deployment.apps/web image updated\n");
      assertThat(k.ok("rollout status deployment/web --timeout=90s"))
          .contains("successfully rolled out");
      k.ok("annotate deployment web kubernetes.io/change-cause=second");
      assertThat(k.ok("rollout history deployment/web"))
          .containsPattern("REVISION +CHANGE-CAUSE\n1 +<none>\n2 +second\n");
      assertThat(k.ok("rollout history deployment/web --revision=1")).contains("nginx:1");
      assertThat(k.ok("rollout undo deployment/web"))
          .isEqualTo("deployment.apps/web rolled back\n");
      assertThat(k.ok("get deploy web -o jsonpath={.spec.template.spec.containers[0].image}"))
          .isEqualTo("nginx:1");
      assertThat(k.ok("rollout pause deployment/web")).isEqualTo("deployment.apps/web paused\n");
      assertThat(k.fails("rollout restart deployment/web"))
          .contains("can't restart paused deployment");
      assertThat(k.ok("rollout resume deployment/web")).isEqualTo("deployment.apps/web resumed\n");
      assertThat(k.ok("rollout restart deployment/web"))
          .isEqualTo("deployment.apps/web restarted\n");
      k.ok("rollout status deployment/web --timeout=90s");
      assertThat(k.ok("get deploy web")).containsPattern("web +3/3 +3 +3 ");
    }
  }

  @Test
  void stateful_and_daemon_sets_roll_too() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create -f -", STATEFUL);
      k.ok("create -f -", DAEMON);
      for (var set : new String[] {"statefulset/db", "daemonset/agent"}) {
        k.ok("rollout status " + set + " --timeout=90s");
        k.ok("set image " + set + " c=image:2");
        k.ok("rollout status " + set + " --timeout=90s");
        assertThat(k.ok("rollout history " + set)).containsPattern("\n1 +<none>\n2 +<none>\n");
        assertThat(k.ok("rollout undo " + set)).contains("rolled back");
        assertThat(k.ok("get " + set + " -o jsonpath={.spec.template.spec.containers[0].image}"))
            .endsWith(":1");
        assertThat(k.ok("rollout restart " + set)).contains("restarted");
        assertThat(k.ok("rollout status " + set + " --timeout=90s"))
            .containsAnyOf("partitioned roll out complete: 2 new pods", "successfully rolled out");
      }
      assertThat(k.ok("get sts db")).containsPattern("db +2/2 ");
      assertThat(k.ok("scale sts db --replicas=1")).isEqualTo("statefulset.apps/db scaled\n");
    }
  }

  @Test
  void autoscale_makes_an_autoscaler() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      k.ok("create deployment web --image=nginx");
      assertThat(k.ok("autoscale deployment web --min=2 --max=4 --cpu-percent=70"))
          .isEqualTo("horizontalpodautoscaler.autoscaling/web autoscaled\n");
      assertThat(k.ok("wait --for=jsonpath={.status.desiredReplicas}=2 hpa/web --timeout=60s"))
          .contains("condition met");
      assertThat(k.ok("get hpa web"))
          .containsPattern("NAME +REFERENCE +TARGETS +MINPODS +MAXPODS +REPLICAS")
          .containsPattern("web +Deployment/web +cpu: .*70% +2 +4");
      assertThat(k.ok("get hpa web -o jsonpath={.spec.metrics[0].resource.target}"))
          .contains("\"averageUtilization\":70");
      k.ok("wait --for=jsonpath={.spec.replicas}=2 deployment/web --timeout=60s");
    }
  }

  @Test
  void both_versions_of_an_autoscaler_say_all() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create -f -", MEASURED);
      var path =
          "/apis/autoscaling/v1/namespaces/" + k.namespace() + "/horizontalpodautoscalers/full";
      var spec = k.ok("get hpa full -o jsonpath={.spec}");
      var older = k.ok("get --raw " + path);
      assertThat(older)
          .contains("\"targetCPUUtilizationPercentage\":60")
          .contains(
              "{\\\"type\\\":\\\"Resource\\\",\\\"resource\\\":{\\\"name\\\":\\\"memory\\\",\\\"targetAverageValue\\\":\\\"100Mi\\\"}}")
          .contains(
              "{\\\"name\\\":\\\"cpu\\\",\\\"targetAverageUtilization\\\":50,\\\"container\\\":\\\"c\\\"}")
          .contains(
              "\\\"metricName\\\":\\\"hits\\\",\\\"targetValue\\\":\\\"0\\\",\\\"averageValue\\\":\\\"2k\\\"")
          .contains(
              "{\\\"ScaleUp\\\":{\\\"StabilizationWindowSeconds\\\":0,\\\"SelectPolicy\\\":\\\"Max\\\",\\\"Policies\\\":[{\\\"Type\\\":\\\"Pods\\\",\\\"Value\\\":4,\\\"PeriodSeconds\\\":15}");
      assertThat(k.ok("get hpa full -o jsonpath={.metadata.annotations}")).isEmpty();
      k.ok(
          "replace --raw " + path + " -f -",
          older.replace("\"maxReplicas\":5", "\"maxReplicas\":6"));
      var before = Json.parseObject(spec.getBytes(StandardCharsets.UTF_8));
      var after =
          Json.parseObject(
              k.ok("get hpa full -o jsonpath={.spec}").getBytes(StandardCharsets.UTF_8));
      assertThat(Tree.number(after, 0, "maxReplicas")).isEqualTo(6);
      assertThat(after.get("behavior")).isEqualTo(before.get("behavior"));
      assertThat(Set.copyOf(Tree.items(after.get("metrics"))))
          .isEqualTo(Set.copyOf(Tree.items(before.get("metrics"))));
    }
  }

  @Test
  void set_expose_and_run_do_what_they_say() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create deployment web --image=nginx --port=80");
      assertThat(k.ok("set env deployment/web COLOR=blue"))
          .isEqualTo("deployment.apps/web env updated\n");
      assertThat(k.ok("set env deployment/web --list")).contains("COLOR=blue");
      assertThat(k.ok("set resources deployment web --requests=cpu=100m --limits=cpu=200m"))
          .isEqualTo("deployment.apps/web resource requirements updated\n");
      assertThat(k.ok("get deploy web -o jsonpath={.spec.template.spec.containers[0].resources}"))
          .isEqualTo("{\"limits\":{\"cpu\":\"200m\"},\"requests\":{\"cpu\":\"100m\"}}");
      assertThat(k.ok("set serviceaccount deployment web default"))
          .contains("serviceaccount updated");
      assertThat(k.ok("expose deployment web --port=8080 --target-port=80 --type=NodePort"))
          .isEqualTo("service/web exposed\n");
      assertThat(k.ok("get service web"))
          .containsPattern("web +NodePort +10\\.96\\.\\d+\\.\\d+ +<none> +8080:3\\d{4}/TCP");
      assertThat(k.ok("set selector service web app=other")).contains("selector updated");
      assertThat(k.ok("run alone --image=nginx --labels=a=b --env=X=Y --port=80"))
          .isEqualTo("pod/alone created\n");
      assertThat(k.ok("wait --for=condition=Ready pod/alone --timeout=60s"))
          .isEqualTo("pod/alone condition met\n");
      assertThat(k.ok("get pods -l a=b -o wide"))
          .containsPattern(
              "NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES")
          .containsPattern("alone +1/1 +Running +0 .* simulated-\\d ");
    }
  }

  @Test
  void wait_waits_for_what_it_is_told() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create deployment web --image=nginx");
      assertThat(k.ok("wait --for=condition=Available deployment/web --timeout=60s"))
          .isEqualTo("deployment.apps/web condition met\n");
      assertThat(k.ok("wait --for=jsonpath={.status.readyReplicas}=1 deployment/web --timeout=60s"))
          .isEqualTo("deployment.apps/web condition met\n");
      k.ok("create job once --image=busybox -- true");
      assertThat(k.ok("wait --for=condition=Complete job/once --timeout=60s"))
          .isEqualTo("job.batch/once condition met\n");
      k.ok("delete deployment web --wait=false");
      k.ok("wait --for=delete deployment/web --timeout=60s");
      assertThat(k.fails("wait --for=condition=Failed job/once --timeout=1s"))
          .contains("timed out waiting for the condition on jobs/once");
      assertThat(k.fails("wait --for=condition=Ready pod/absent --timeout=1s"))
          .contains("pods \"absent\" not found");
    }
  }

  @Test
  void a_job_is_made_from_a_cron_job() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create cronjob tick --image=busybox --schedule='0 0 1 1 *' -- true");
      assertThat(k.ok("create job now --from=cronjob/tick")).isEqualTo("job.batch/now created\n");
      k.ok("wait --for=condition=Complete job/now --timeout=60s");
      assertThat(k.ok("get jobs"))
          .containsPattern("NAME +STATUS +COMPLETIONS +DURATION +AGE")
          .containsPattern("now +Complete +1/1");
      assertThat(k.ok("get cronjobs"))
          .containsPattern("tick +0 0 1 1 \\* +<none> +False +0 +<none>");
    }
  }
}
