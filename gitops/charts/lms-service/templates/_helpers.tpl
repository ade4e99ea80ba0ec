{{/* The service's part of the platform's contract, as JSON. Refuses a service that asks for what IAM does not define. */}}
{{- define "lms-service.own" -}}
{{- $own := get .Values.platform.services .Values.name -}}
{{- if not $own -}}
{{- fail (printf "%s: must be a service that IAM defines a role for; add it to LMS_SERVICES and run npm run contract" .Values.name) -}}
{{- end -}}
{{- range $key := list "namespace" "serviceAccount" -}}
{{- if ne (get $.Values $key) (get $own $key) -}}
{{- fail (printf "%s: %s must be %s, for which IAM defines the role, got %s; correct it" $.Values.name $key (get $own $key) (get $.Values $key)) -}}
{{- end -}}
{{- end -}}
{{- $own | toJson -}}
{{- end -}}

{{/* What every object of the service is called and carries. Takes the context and the sync wave. */}}
{{- define "lms-service.metadata" -}}
{{- $ := index . 0 -}}
name: {{ $.Values.name }}
namespace: {{ $.Values.namespace }}
labels:
  {{- include "lms-service.labels" $ | nindent 2 }}
annotations:
  argocd.argoproj.io/sync-wave: {{ index . 1 | quote }}
{{- end -}}

{{/* What tells the service's pods from all others, for good: a Deployment's selector cannot be changed. */}}
{{- define "lms-service.labels" -}}
app.kubernetes.io/name: {{ .Values.name }}
app.kubernetes.io/part-of: lms
{{- end -}}

{{/* The secrets of the service by the names of their files, as JSON: its own, and the logins of stores that take a password. */}}
{{- define "lms-service.secrets" -}}
{{- $own := include "lms-service.own" . | fromJson -}}
{{- $secrets := $own.secrets -}}
{{- range $use, $store := $own.redis -}}
{{- with $store.secret -}}
{{- $_ := set $secrets (printf "redis-%s" $use) . -}}
{{- end -}}
{{- end -}}
{{- $secrets | toJson -}}
{{- end -}}

{{/* The name of an environment variable: static-assets is STATIC_ASSETS. */}}
{{- define "lms-service.variable" -}}
{{- . | upper | replace "-" "_" -}}
{{- end -}}

{{/* Where the pods show their metrics: a port that the load balancer does not know, so that no one outside can read it. */}}
{{- define "lms-service.metricsPort" -}}
9464
{{- end -}}

{{/* "true" once the service has an image; forty zeros are the tag of none. */}}
{{- define "lms-service.released" -}}
{{- if ne .Values.image.tag (repeat 40 "0") }}true{{ end -}}
{{- end -}}
