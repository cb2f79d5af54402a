{{- define "common.configmap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .name }}
  labels: {release: {{ .context.Release.Name }}, chart: {{ .context.Chart.Name }}}
{{- end -}}
