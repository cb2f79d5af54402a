{{ define "cache.overridable" }}from-child{{ end }}
