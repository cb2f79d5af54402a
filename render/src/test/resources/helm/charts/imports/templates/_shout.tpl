{{- define "imports.shout" -}}{{ upper . }}!{{- end -}}
{{- define "shared.name" -}}parent{{- end -}}
