{{/* Labels every object carries. */}}
{{- define "blog.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
app.kubernetes.io/part-of: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* A Deployment with its Service: dict "root" $ "name" <name> "component" <values of it>. */}}
{{- define "blog.component" -}}
{{- $root := .root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
  labels:
    app: {{ .name }}
    {{- include "blog.labels" $root | nindent 4 }}
spec:
  {{- if not $root.Values.autoscaling.enabled }}
  replicas: {{ .component.replicas }}
  {{- end }}
  selector:
    matchLabels:
      app: {{ .name }}
  template:
    metadata:
      labels:
        app: {{ .name }}
      {{- with .component.config }}
      annotations:
        checksum/config: {{ toYaml . | sha256sum }}
      {{- end }}
    spec:
      containers:
        - name: {{ .name }}
          image: "{{ .component.image.repository }}:{{ .component.image.tag | default $root.Chart.AppVersion }}"
          imagePullPolicy: {{ .component.image.pullPolicy }}
          ports:
            - name: http
              containerPort: {{ .component.port }}
          {{- if .component.config }}
          envFrom:
            - configMapRef:
                name: {{ .name }}-config
          {{- end }}
          readinessProbe:
            httpGet:
              path: /
              port: http
            periodSeconds: 5
          resources:
            requests:
              cpu: 50m
              memory: 64Mi
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  labels:
    app: {{ .name }}
    {{- include "blog.labels" $root | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    app: {{ .name }}
  ports:
    - name: http
      port: 80
      targetPort: http
{{- end }}
