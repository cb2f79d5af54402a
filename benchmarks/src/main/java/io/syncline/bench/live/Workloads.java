package io.syncline.bench.live;

import io.syncline.model.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Deployments with a ReplicaSet and 78 pods each; the first ones belong to applications. Only how
 * often each pod restarted is kept, all else is made up.
 */
public final class Workloads {
  /** Pods of a workload. */
  public static final int PODS = 78;

  /** Objects of a workload. */
  public static final int OBJECTS = PODS + 2;

  private static final int TEAMS = 50;

  /** What is deployed, with the number of the workload. */
  private static final Template SPEC =
      Template.of(
          """
      {"replicas":78,"selector":{"matchLabels":{"app":"web-%1$05d"}},"template":{"metadata":{"labels":{"app":"web-%1$05d"}},\
      "spec":{"containers":[{"name":"app","image":"registry.example.org/team/web:1.4.2","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],\
      "env":[{"name":"REGION","value":"north"},{"name":"WORKLOAD","value":"web-%1$05d"},{"name":"LOG_LEVEL","value":"info"}],\
      "resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"500m","memory":"512Mi"}}}]}}}\
      """);

  static final Template DEPLOYMENT =
      Template.of(
          """
          {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web-%1$05d","namespace":"team-%2$02d","uid":"d0000000-0000-4000-8000-%1$012x",\
          "resourceVersion":"%3$d","generation":1,"creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"web-%1$05d"},\
          "annotations":{%5$s"deployment.kubernetes.io/revision":"1"}},"spec":%4$s,\
          "status":{"observedGeneration":1,"replicas":78,"updatedReplicas":78,"readyReplicas":78,"availableReplicas":78,\
          "conditions":[{"type":"Available","status":"True","reason":"MinimumReplicasAvailable","message":"Deployment has minimum availability."},\
          {"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable","message":"ReplicaSet has successfully progressed."}]}}\
          """);

  static final Template REPLICA_SET =
      Template.of(
          """
          {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web-%1$05d-5d9c7","namespace":"team-%2$02d","uid":"5e000000-0000-4000-8000-%1$012x",\
          "resourceVersion":"%3$d","creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"web-%1$05d","pod-template-hash":"5d9c7"},\
          "annotations":{"deployment.kubernetes.io/revision":"1"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web-%1$05d",\
          "uid":"d0000000-0000-4000-8000-%1$012x","controller":true}]},"spec":%4$s,"status":{"replicas":78,"readyReplicas":78,"availableReplicas":78}}\
          """);

  static final Template POD =
      Template.of(
          """
          {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%6$s","generateName":"web-%1$05d-5d9c7-","namespace":"team-%2$02d","uid":"b0d00000-0000-4000-8000-%5$012x",\
          "resourceVersion":"%3$d","creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"web-%1$05d","pod-template-hash":"5d9c7"},\
          "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-%1$05d-5d9c7","uid":"5e000000-0000-4000-8000-%1$012x","controller":true}],\
          "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:generateName":{},"f:labels":{".":{},"f:app":{},"f:pod-template-hash":{}},"f:ownerReferences":{}},"f:spec":{"f:containers":{"k:{\\"name\\":\\"app\\"}":{".":{},"f:env":{},"f:image":{},"f:name":{}}},"f:restartPolicy":{}}}},\
          {"manager":"kubelet","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","subresource":"status","fieldsV1":{"f:status":{"f:conditions":{".":{},"k:{\\"type\\":\\"Ready\\"}":{".":{},"f:status":{}}},"f:containerStatuses":{},"f:phase":{},"f:podIP":{}}}}]},\
          "spec":{"nodeName":"node-%7$03d","restartPolicy":"Always","serviceAccountName":"default","containers":[{"name":"app","image":"registry.example.org/team/web:1.4.2",\
          "ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"env":[{"name":"REGION","value":"north"},{"name":"WORKLOAD","value":"web-%1$05d"},{"name":"LOG_LEVEL","value":"info"}],\
          "resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"500m","memory":"512Mi"}}}]},\
          "status":{"phase":"Running","podIP":"10.%8$d","conditions":[{"type":"Ready","status":"True"},{"type":"PodScheduled","status":"True"}],\
          "containerStatuses":[{"name":"app","ready":true,"started":true,"restartCount":%9$d,"image":"registry.example.org/team/web:1.4.2","state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}]}}\
          """);

  private static final Template NAME = Template.of("web-%1$05d-5d9c7-%2$05x");

  private final int count;
  private final int managed;
  private final long version;
  private final AtomicIntegerArray restarts;
  private final AtomicLongArray versions;

  /**
   * So many workloads.
   *
   * @param managed how many of them belong to an application each
   * @param version of all objects at first
   */
  public Workloads(int count, int managed, long version) {
    this.count = count;
    this.managed = managed;
    this.version = version;
    this.restarts = new AtomicIntegerArray(count * PODS);
    this.versions = new AtomicLongArray(count * PODS);
  }

  /** All of them by kind. */
  public List<Stock> stocks() {
    return List.of(
        new Stock("apps", "Deployment", "deployments", count, this::deployment),
        new Stock("apps", "ReplicaSet", "replicasets", count, this::replicaSet),
        new Stock("", "Pod", "pods", count * PODS, this::pod));
  }

  /** What Git says of a workload that belongs to an application. */
  public static String manifest(int workload) {
    return "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web-%1$05d\",\"labels\":{\"app\":\"web-%1$05d\"}},\"spec\":%2$s}\n"
        .formatted(workload, SPEC.fill(workload));
  }

  /** Namespace of a workload. */
  public static String namespace(int workload) {
    return "team-%02d".formatted(workload % TEAMS);
  }

  /** Name of the application of a workload. */
  public static String application(int workload) {
    return "app-%05d".formatted(workload);
  }

  private byte[] deployment(int workload) {
    var tracked =
        workload < managed
            ? "\"argocd.argoproj.io/tracking-id\":\"%s:apps/Deployment:%s/web-%05d\","
                .formatted(application(workload), namespace(workload), workload)
            : "";
    return bytes(
        DEPLOYMENT.fill(workload, workload % TEAMS, version, SPEC.fill(workload), tracked));
  }

  private byte[] replicaSet(int workload) {
    return bytes(REPLICA_SET.fill(workload, workload % TEAMS, version, SPEC.fill(workload)));
  }

  private byte[] pod(int pod) {
    var workload = pod / PODS;
    return bytes(
        POD.fill(
            workload,
            workload % TEAMS,
            versionOf(pod),
            "",
            pod,
            name(pod),
            pod % 100,
            pod % 250,
            restarts.get(pod)));
  }

  private static byte[] bytes(String text) {
    // Nothing but ASCII is in it, which is copied as it is.
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String name(int pod) {
    return NAME.fill(pod / PODS, pod);
  }

  /** Key of a pod. */
  public static ObjectKey key(int pod) {
    return new ObjectKey("", "Pod", namespace(pod / PODS), name(pod));
  }

  /** Version of a pod now. */
  public long versionOf(int pod) {
    var changed = versions.get(pod);
    return changed == 0 ? version : changed;
  }

  /** Restarts a pod in {@code now}; its new state. */
  public byte[] restart(int pod, long now) {
    restarts.incrementAndGet(pod);
    versions.set(pod, now);
    return pod(pod);
  }
}
