{{- define "blog.labels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/component: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end -}}
{{- define "blog.env" -}}
{{- range $key, $value := .env }}
- name: {{ $key }}
  value: {{ tpl (toString $value) $.root | quote }}
{{- end }}
{{- end -}}
