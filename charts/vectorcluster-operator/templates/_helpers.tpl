{{- define "operator.name" -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "operator.labels" -}}
app.kubernetes.io/name: vectorcluster-operator
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: vectorcluster
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "operator.selector" -}}
app.kubernetes.io/name: vectorcluster-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "operator.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "operator.name" .) -}}
{{- end -}}

{{- define "operator.namespaces" -}}
{{- .Values.watchNamespaces | default (list .Release.Namespace) | join "," -}}
{{- end -}}

{{/* What the operator may do where VectorClusters live: no wildcard, no exec, nothing it does not use. */}}
{{- define "operator.rules" -}}
- apiGroups: [vectorcluster.io]
  resources: [vectorclusters]
  verbs: [get, list, watch]
- apiGroups: [vectorcluster.io]
  resources: [vectorclusters/status]
  verbs: [get, patch]
# An owner reference that blocks deletion needs it where that admission is on.
- apiGroups: [vectorcluster.io]
  resources: [vectorclusters/finalizers]
  verbs: [update]
- apiGroups: [vectorcluster.io]
  resources: [vectortopologies]
  verbs: [get, list, watch, create, update]
- apiGroups: [""]
  resources: [services, configmaps, secrets]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, delete]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, patch, delete]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
{{- end -}}
