# The default StorageClass and its provisioner: a PersistentVolumeClaim that the scheduler has given a node
# gets a `local` volume, a folder of the instance. It stands in for a storage driver: sizes are recorded and not
# enforced, volumes do not grow, and a folder lives as long as its claim (or the instance).

PROVISIONER=testbed.vectorcluster.io/folders

start_volumes() {
  make_certificate volumes "/O=system:masters/CN=testbed-volumes"
  write_kubeconfig "$STATE/pki/volumes.kubeconfig" volumes "$API_SERVER" testbed
  "$(tool kubectl)" --kubeconfig="$KUBECONFIG_FILE" apply -f - >/dev/null <<EOF
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: testbed
  annotations: {storageclass.kubernetes.io/is-default-class: "true"}
provisioner: $PROVISIONER
volumeBindingMode: WaitForFirstConsumer
reclaimPolicy: Delete
EOF
  daemon volumes env TESTBED="$INSTANCE" "$TESTBED_HOME/bin/testbed" serve-volumes
}

# serve_volumes: two watches, one for claims that want a volume, one for volumes whose claim is gone. A watch
# ends with its connection and is opened again; the first list of each brings what was missed.
serve_volumes() {
  local claims released
  export KUBECONFIG=$STATE/pki/volumes.kubeconfig
  claims='{{.status.phase}} {{.metadata.namespace}} {{.metadata.name}} {{.metadata.uid}} {{.spec.resources.requests.storage}} {{.spec.storageClassName}} {{index .metadata.annotations "volume.kubernetes.io/selected-node"}} {{index .metadata.annotations "volume.kubernetes.io/storage-provisioner"}}{{"\n"}}'
  released='{{.status.phase}} {{.metadata.name}} {{index .metadata.annotations "pv.kubernetes.io/provisioned-by"}}{{"\n"}}'
  watch_forever persistentvolumeclaims "$claims" provision &
  watch_forever persistentvolumes "$released" reclaim &
  wait
}

# watch_forever KIND TEMPLATE ACTION: calls the action with the words of each line. A claim that waits has no further
# event: what fails is tried again, and given up after a while.
watch_forever() {
  while true; do
    "$(tool kubectl)" get "$1" --all-namespaces --watch --output=go-template="$2" | while read -r -a words; do
      try_some_times "$3" "${words[@]}" || say "$3 ${words[*]} failed; the next event tries again"
    done || true
    sleep 1
  done
}

try_some_times() {
  local left
  for left in 4 3 2 1 0; do
    ! "$@" || return 0
    [ "$left" = 0 ] || sleep 1
  done
  return 1
}

# provision PHASE NAMESPACE CLAIM UID SIZE CLASS NODE PROVISIONER
provision() {
  [ $# = 8 ] && [ "$1" = Pending ] && [ "$8" = "$PROVISIONER" ] || return 0
  local folder=$STATE/volumes/$7/pvc-$4
  mkdir -p "$folder"
  chmod 777 "$folder"
  "$(tool kubectl)" apply -f - <<EOF
apiVersion: v1
kind: PersistentVolume
metadata:
  name: pvc-$4
  annotations: {pv.kubernetes.io/provisioned-by: $PROVISIONER}
spec:
  capacity: {storage: $5}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Delete
  storageClassName: $6
  volumeMode: Filesystem
  claimRef: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: $2, name: $3, uid: $4}
  local: {path: $folder}
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [$7]}]
EOF
}

# reclaim PHASE VOLUME PROVISIONER
reclaim() {
  [ $# = 3 ] && [ "$1" = Released ] && [ "$3" = "$PROVISIONER" ] || return 0
  [ "$("$(tool kubectl)" get persistentvolume "$2" --output=jsonpath='{.spec.persistentVolumeReclaimPolicy}')" = Delete ] || return 0
  rm -rf "$STATE"/volumes/*/"$2"
  "$(tool kubectl)" delete persistentvolume "$2" --wait=false
}
