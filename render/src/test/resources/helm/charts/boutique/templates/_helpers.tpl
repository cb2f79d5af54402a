{{/* The chart's name, or what the user calls it. */}}
{{- define "boutique.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name of all objects; the release's alone when it says the chart's already. */}}
{{- define "boutique.fullname" -}}
{{- with .Values.fullnameOverride }}
{{- . | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $chart := include "boutique.name" . }}
{{- if contains $chart .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $chart | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "boutique.chart" -}}
{{ list .Chart.Name .Chart.Version | join "-" | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "boutique.labels" -}}
helm.sh/chart: {{ include "boutique.chart" . }}
{{ include "boutique.selectorLabels" . }}
{{- if .Chart.AppVersion }}
app.kubernetes.io/version: {{ quote .Chart.AppVersion }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "boutique.selectorLabels" -}}
app.kubernetes.io/name: {{ include "boutique.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "boutique.account" -}}
{{- $given := .Values.serviceAccount.name }}
{{- ternary (default (include "boutique.fullname" .) $given) (default "default" $given) .Values.serviceAccount.create }}
{{- end }}
