{{ define "cache.overridable" }}from-parent{{ end }}
