{{/* The environment variables of the service: names and addresses from the platform's contract, and where traces go. */}}
{{- define "lms-service.environment" -}}
{{- $own := include "lms-service.own" . | fromJson -}}
{{- $platform := .Values.platform -}}
- { name: LMS_ENVIRONMENT, value: {{ $platform.environment }} }
- { name: LMS_SITE_URL, value: {{ $platform.siteUrl | quote }} }
- { name: LMS_CONTENT_DOMAIN, value: {{ $platform.contentDomain }} }
- { name: PORT, value: {{ $platform.port | quote }} }
- { name: REQUEST_SECONDS, value: {{ $platform.timeouts.answerSeconds | quote }} }
- { name: KEEP_ALIVE_SECONDS, value: {{ $platform.timeouts.keepAliveSeconds | quote }} }
- { name: AWS_REGION, value: {{ $platform.region }} }
# boto3 would sign URLs for S3's host without a region.
- { name: AWS_S3_US_EAST_1_REGIONAL_ENDPOINT, value: regional }
{{- if include "lms-service.secrets" . | fromJson }}
- { name: SECRETS_FOLDER, value: /etc/lms/secrets }
{{- end }}
{{- with $own.database }}
- { name: DATABASE_HOST, value: {{ .host }} }
- { name: DATABASE_READER_HOST, value: {{ .readerHost }} }
- { name: DATABASE_POOL_SIZE, value: {{ .poolSize | quote }} }
- { name: DATABASE_PORT, value: {{ .port | quote }} }
- { name: DATABASE_NAME, value: {{ .name | quote }} }
{{- end }}
{{- range $use, $store := $own.redis }}
{{- $prefix := printf "REDIS_%s" (include "lms-service.variable" $use) }}
- { name: {{ $prefix }}_HOST, value: {{ $store.host }} }
- { name: {{ $prefix }}_PORT, value: {{ $store.port | quote }} }
{{- with $store.user }}
- { name: {{ $prefix }}_USER, value: {{ . }} }
{{- end }}
{{- with $store.replicationGroup }}
- { name: {{ $prefix }}_GROUP, value: {{ . }} }
{{- end }}
{{- with $store.keyPrefix }}
- { name: {{ $prefix }}_KEY_PREFIX, value: {{ . | quote }} }
{{- end }}
{{- if $store.secret }}
- { name: {{ $prefix }}_LOGIN_FILE, value: /etc/lms/secrets/redis-{{ $use }} }
{{- end }}
{{- end }}
{{- range $purpose, $bucket := $own.buckets }}
- { name: BUCKET_{{ include "lms-service.variable" $purpose }}, value: {{ $bucket }} }
{{- end }}
{{- range $queue, $url := $own.queues }}
- { name: QUEUE_{{ include "lms-service.variable" $queue }}, value: {{ $url | quote }} }
{{- end }}
- { name: SERVICE_VERSION, value: {{ .Values.image.tag | quote }} }
- { name: OTEL_SERVICE_NAME, value: {{ .Values.name }} }
- name: OTEL_RESOURCE_ATTRIBUTES
  value: service.namespace=lms,service.version={{ .Values.image.tag }},deployment.environment.name={{ $platform.environment }}
{{- with $platform.traces }}
- { name: OTEL_TRACES_EXPORTER, value: otlp }
- { name: OTEL_EXPORTER_OTLP_PROTOCOL, value: http/protobuf }
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ printf "http://%s:%v" .host .port | quote }} }
{{- else }}
- { name: OTEL_TRACES_EXPORTER, value: none }
{{- end }}
# The load balancer's own trace header is X-Ray's.
- { name: OTEL_PROPAGATORS, value: "tracecontext,baggage,xray" }
- { name: OTEL_METRICS_EXPORTER, value: prometheus }
- { name: OTEL_EXPORTER_PROMETHEUS_HOST, value: 0.0.0.0 }
- { name: OTEL_EXPORTER_PROMETHEUS_PORT, value: {{ include "lms-service.metricsPort" . | quote }} }
# Logs go to stdout, from where Fluent Bit takes them.
- { name: OTEL_LOGS_EXPORTER, value: none }
{{- end -}}
