package io.syncline.localkube.fuzz;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;

/** Proper objects of many kinds, to be spoilt. */
final class Samples {
  private static final String ALL =
      """
      {path: /api/v1/namespaces/default/configmaps, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {a: b}, annotations: {c: d}, finalizers: [x.y/z]}, data: {k: v, l: "1"}, binaryData: {b: eA==}, immutable: false}}
      ---
      {path: /api/v1/namespaces/default/secrets, object: {apiVersion: v1, kind: Secret, metadata: {name: s}, type: Opaque, data: {a: Yg==}, stringData: {c: d}}}
      ---
      {path: /api/v1/namespaces/default/services, object: {apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: NodePort, selector: {a: b}, ipFamilies: [IPv4], ports: [{port: 80, targetPort: x, nodePort: 30001, name: p}, {port: 81, name: q, protocol: UDP}]}}}
      ---
      {path: /api/v1/namespaces/default/pods, object: {apiVersion: v1, kind: Pod, metadata: {name: p, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: a, uid: u}]}, spec: {nodeName: n, tolerations: [{key: a, operator: Exists}], volumes: [{name: v, configMap: {name: m}}], containers: [{name: c, image: i, resources: {limits: {cpu: 100m, memory: 1Gi}}, ports: [{containerPort: 80}], env: [{name: A, value: b}]}]}, status: {phase: Running}}}
      ---
      {path: /apis/apps/v1/namespaces/default/deployments, object: {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2, selector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: In, values: [web]}]}, strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 1}}, template: {metadata: {labels: {app: web}}, spec: {initContainers: [{name: i, image: j}], containers: [{name: c, image: 'nginx:1', env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}], livenessProbe: {httpGet: {path: /, port: 80}}, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, emptyDir: {}}]}}}}}
      ---
      {path: /apis/apps/v1/namespaces/default/statefulsets, object: {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: st}, spec: {serviceName: s, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}, volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}}}
      ---
      {path: /apis/batch/v1/namespaces/default/jobs, object: {apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}
      ---
      {path: /apis/batch/v1/namespaces/default/cronjobs, object: {apiVersion: batch/v1, kind: CronJob, metadata: {name: cj}, spec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}}}
      ---
      {path: /apis/networking.k8s.io/v1/namespaces/default/ingresses, object: {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: [{host: h, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}], tls: [{hosts: [h], secretName: s}]}}}
      ---
      {path: /apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers, object: {apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {maxReplicas: 2, targetCPUUtilizationPercentage: 5, scaleTargetRef: {kind: A, name: b}}}}
      ---
      {path: /apis/events.k8s.io/v1/namespaces/default/events, object: {apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e}, eventTime: '2026-01-01T00:00:00.000000Z', reportingController: x, reportingInstance: y, action: a, reason: r, type: Normal, note: hello, regarding: {kind: Pod, name: p}}}
      ---
      {path: /apis/rbac.authorization.k8s.io/v1/clusterroles, object: {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: 'a:b'}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}}
      ---
      {path: /api/v1/namespaces, object: {apiVersion: v1, kind: Namespace, metadata: {name: other, labels: {x: y}}}}
      ---
      {path: /api/v1/namespaces/default/persistentvolumeclaims, object: {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: pvc}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}
      ---
      {path: /apis/policy/v1/namespaces/default/poddisruptionbudgets, object: {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: 1, selector: {matchLabels: {a: b}}}}}
      ---
      {path: /apis/apiextensions.k8s.io/v1/customresourcedefinitions, object: {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: gears.example.com}, spec: {group: example.com, scope: Namespaced, names: {plural: gears, kind: Gear, shortNames: [g], categories: [all]}, versions: [{name: v1, served: true, storage: true, subresources: {status: {}, scale: {specReplicasPath: .spec.n, statusReplicasPath: .status.n}}, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, required: [n], properties: {n: {type: integer, default: 1, minimum: 0}, s: {type: string, pattern: '^(a+)+$', maxLength: 50}, l: {type: array, items: {type: object}}, m: {type: object, additionalProperties: {type: string}}}}}}}, additionalPrinterColumns: [{name: N, type: integer, jsonPath: .spec.n}], selectableFields: [{jsonPath: .spec.s}]}]}}}
      ---
      {path: /apis/fuzz.example.com/v1/namespaces/default/things, object: {apiVersion: fuzz.example.com/v1, kind: Thing, metadata: {name: t, labels: {a: b}}, spec: {n: 3, s: aaa, l: [{k: a, v: b}], m: {x: y}, e: x, p: 25%, o: {apiVersion: v1, kind: Pod, metadata: {name: q}}, f: {any: [1, 2]}}, status: {n: 1}}}
      """;

  /** The definition of the kind Thing. */
  static final String THINGS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: things.fuzz.example.com}
      spec:
        group: fuzz.example.com
        scope: Namespaced
        names: {plural: things, kind: Thing, singular: thing, listKind: ThingList}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}, scale: {specReplicasPath: .spec.n, statusReplicasPath: .status.n}}
          additionalPrinterColumns: [{name: N, type: integer, jsonPath: .spec.n}, {name: K, type: string, jsonPath: '.spec.l[*].k'}]
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties:
                    n: {type: integer, default: 1, minimum: 0}
                    s: {type: string, pattern: '^(a+)+$', maxLength: 60}
                    e: {type: string, enum: [x, y]}
                    p: {x-kubernetes-int-or-string: true}
                    l:
                      type: array
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [k]
                      items: {type: object, required: [k], properties: {k: {type: string}, v: {type: string, nullable: true}}}
                    m: {type: object, additionalProperties: {type: string}}
                    o: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
                    f: {type: object, x-kubernetes-preserve-unknown-fields: true}
                status: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  /** A collection and an object for it. */
  record Sample(String path, ObjectTree object) {
    String name() {
      return Tree.text(object, "metadata", "name");
    }
  }

  private Samples() {}

  static List<Sample> all() {
    var samples = new ArrayList<Sample>();
    for (var document : Yaml.documents(ALL)) {
      samples.add(
          new Sample(
              Tree.text(document.value(), "path"),
              Tree.object(Tree.at(document.value(), "object"))));
    }
    return List.copyOf(samples);
  }
}
