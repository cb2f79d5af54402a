package io.syncline.workloads.control;

import io.syncline.localkube.api.ResourceId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds that simulated controllers read or write. */
public enum Kind {
  POD("", "v1", "pods", "Pod"),
  NAMESPACE("", "v1", "namespaces", "Namespace"),
  NODE("", "v1", "nodes", "Node"),
  SERVICE("", "v1", "services", "Service"),
  ENDPOINTS("", "v1", "endpoints", "Endpoints"),
  CONFIG_MAP("", "v1", "configmaps", "ConfigMap"),
  SECRET("", "v1", "secrets", "Secret"),
  VOLUME_CLAIM("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim"),
  VOLUME("", "v1", "persistentvolumes", "PersistentVolume"),
  EVENT("", "v1", "events", "Event"),
  REPLICATION_CONTROLLER("", "v1", "replicationcontrollers", "ReplicationController"),
  LEASE("coordination.k8s.io", "v1", "leases", "Lease"),
  DEPLOYMENT("apps", "v1", "deployments", "Deployment"),
  REPLICA_SET("apps", "v1", "replicasets", "ReplicaSet"),
  STATEFUL_SET("apps", "v1", "statefulsets", "StatefulSet"),
  DAEMON_SET("apps", "v1", "daemonsets", "DaemonSet"),
  CONTROLLER_REVISION("apps", "v1", "controllerrevisions", "ControllerRevision"),
  JOB("batch", "v1", "jobs", "Job"),
  CRON_JOB("batch", "v1", "cronjobs", "CronJob"),
  ENDPOINT_SLICE("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"),
  INGRESS("networking.k8s.io", "v1", "ingresses", "Ingress"),
  INGRESS_CLASS("networking.k8s.io", "v1", "ingressclasses", "IngressClass"),
  STORAGE_CLASS("storage.k8s.io", "v1", "storageclasses", "StorageClass"),
  AUTOSCALER("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
  DISRUPTION_BUDGET("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget");

  private static final Map<String, Kind> BY_PLURAL =
      Arrays.stream(values())
          .collect(Collectors.toMap(k -> plural(k.resource), Function.identity()));

  private final ResourceId resource;
  private final String word;

  Kind(String group, String version, String plural, String word) {
    this.resource = new ResourceId(group, version, plural);
    this.word = word;
  }

  /** The served resource. */
  public ResourceId resource() {
    return resource;
  }

  /** Whether its objects are in namespaces. */
  public boolean namespaced() {
    return switch (this) {
      case NAMESPACE, NODE, VOLUME, INGRESS_CLASS, STORAGE_CLASS -> false;
      default -> true;
    };
  }

  /** The value of {@code kind}. */
  public String word() {
    return word;
  }

  /** The value of {@code apiVersion}. */
  public String apiVersion() {
    return resource.group().isEmpty()
        ? resource.version()
        : resource.group() + "/" + resource.version();
  }

  private static String plural(ResourceId resource) {
    return resource.group() + "/" + resource.plural();
  }

  /** The kind served as {@code resource}, whatever its version, when a controller knows it. */
  public static Optional<Kind> of(ResourceId resource) {
    return Optional.ofNullable(BY_PLURAL.get(plural(resource)));
  }

  /** The kind with these words in a manifest or an owner reference, whatever its version. */
  public static Optional<Kind> of(String apiVersion, String word) {
    var slash = apiVersion.indexOf('/');
    var group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return Arrays.stream(values())
        .filter(k -> k.word.equals(word) && k.resource.group().equals(group))
        .findFirst();
  }
}
