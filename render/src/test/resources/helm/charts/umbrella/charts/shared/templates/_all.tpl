{{- define "shared.text" -}}text of {{ .Chart.Name }}{{- end -}}
{{- define "shared.labels" -}}
chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}
