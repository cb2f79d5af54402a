package io.syncline.bench.delivery;

/** The files and Applications of the benchmarks. */
final class Texts {
  static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, labels: {app: web}}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - name: main
              image: registry.example.org/web:0
              ports: [{name: http, containerPort: 8080}]
              env:
              - {name: LEVEL, value: info}
              envFrom: [{configMapRef: {name: settings}}]
              resources:
                requests: {cpu: 50m, memory: 64Mi}
                limits: {cpu: "1", memory: 256Mi}
      """;

  static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, labels: {app: web}}
      spec:
        selector: {app: web}
        ports: [{name: http, port: 80, targetPort: http}]
      """;

  /** With the revision. */
  static final String CONFIG =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {mode: plain, revision: "%d"}
      """;

  /** A hook that runs before a sync, with the name of the application. */
  static final String PRE_SYNC =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: before-%1$s, annotations: {argocd.argoproj.io/hook: PreSync}}
      spec:
        backoffLimit: 0
        template:
          spec:
            restartPolicy: Never
            containers: [{name: main, image: "registry.example.org/job:1", command: ["true"]}]
      """;

  /** A registered cluster, with its number and URL. */
  static final String REGISTERED =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: cluster-%1$d
        namespace: argocd
        labels: {argocd.argoproj.io/secret-type: cluster}
      stringData: {name: cluster-%1$d, server: "%2$s", config: "{}"}
      """;

  /** Objects of several kinds, each with a name. */
  static final String KINDS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s, labels: {app: %1$s}}
      spec:
        replicas: 2
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec:
            containers:
            - name: main
              image: registry.example.org/%1$s:1
              ports: [{name: http, containerPort: 8080}]
              env: [{name: LEVEL, value: info}]
              envFrom: [{configMapRef: {name: settings}}]
              readinessProbe: {httpGet: {path: /ready, port: http}}
              resources:
                requests: {cpu: 50m, memory: 64Mi}
                limits: {cpu: "1", memory: 256Mi}
              volumeMounts: [{name: files, mountPath: /files}]
            volumes: [{name: files, emptyDir: {}}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: %1$s, labels: {app: %1$s}}
      spec:
        selector: {app: %1$s}
        ports: [{name: http, port: 80, targetPort: http}]
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: %1$s, labels: {app: %1$s}}
      data: {mode: plain, level: info, text: "a longer text with several words in it"}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: %1$s, labels: {app: %1$s}}
      stringData: {token: not-so-secret}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: %1$s, labels: {app: %1$s}}
      spec:
        rules:
        - host: %1$s.example.org
          http:
            paths:
            - {path: /, pathType: Prefix, backend: {service: {name: %1$s, port: {name: http}}}}
      """;

  /** One of many, with its name and a value. */
  static final String PLAIN_CONFIG =
      """
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: %1$s, labels: {app.kubernetes.io/name: %1$s, app.kubernetes.io/part-of: big}}
      data:
        value: "%2$d"
        mode: plain
        settings.properties: |
          level=info
          endpoint=https://%1$s.shop.example.org/api
          timeout=30s
      """;

  /** One of many, with its name and a value. */
  static final String PLAIN_SERVICE =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: %1$s
        labels: {app.kubernetes.io/name: %1$s, app.kubernetes.io/part-of: big}
        annotations: {value: "%2$d"}
      spec:
        selector: {app.kubernetes.io/name: %1$s}
        ports: [{name: http, port: 80, targetPort: http}, {name: metrics, port: 9090}]
      """;

  /** With the name of the application and its tag. */
  static final String OVERLAY =
      """
      resources: [../../base]
      namePrefix: %1$s-
      labels:
      - {pairs: {instance: %1$s}, includeSelectors: true}
      images: [{name: registry.example.org/web, newTag: "%2$d"}]
      """;

  /** With name, repository, path and namespace. */
  static final String APPLICATION =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: %s, namespace: argocd}
      spec:
        project: default
        source: {repoURL: "%s", path: %s, targetRevision: main}
        destination: {server: https://kubernetes.default.svc, namespace: %s}
        syncPolicy: {automated: {prune: true, selfHeal: true}}
      """;

  /** With name, repository, path, server and namespace. */
  static final String MANUAL =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: %s, namespace: argocd}
      spec:
        project: default
        source: {repoURL: "%s", path: %s, targetRevision: main}
        destination: {server: "%s", namespace: %s}
      """;

  /** With name twice, server and what is needed to get in. */
  static final String CLUSTER =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: cluster-%s
        namespace: argocd
        labels: {argocd.argoproj.io/secret-type: cluster}
      stringData: {name: %s, server: "%s", config: '%s'}
      """;

  private Texts() {}
}
