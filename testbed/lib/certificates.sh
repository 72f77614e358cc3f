# The instance's own certificate authority, keys on P-256. Everything dies with the instance's folder.

make_authority() {
  mkdir -p "$STATE/pki"
  openssl ecparam -name prime256v1 -genkey -noout -out "$STATE/pki/ca.key"
  openssl req -x509 -new -key "$STATE/pki/ca.key" -subj "/CN=vectorcluster-testbed" -days 30 -out "$STATE/pki/ca.crt"
  openssl ecparam -name prime256v1 -genkey -noout -out "$STATE/pki/service-account.key"
  openssl ec -in "$STATE/pki/service-account.key" -pubout -out "$STATE/pki/service-account.pub" 2>/dev/null
  chmod 700 "$STATE/pki"
}

# make_certificate FILE SUBJECT [NAMES]: STATE/pki/FILE.crt and .key; NAMES is a subjectAltName such as IP:127.0.0.1,DNS:x.
make_certificate() {
  local file=$STATE/pki/$1 extensions
  extensions='extendedKeyUsage=clientAuth,serverAuth'
  [ -z "${3:-}" ] || extensions+=$'\n'"subjectAltName=$3"
  openssl ecparam -name prime256v1 -genkey -noout -out "$file.key"
  openssl req -new -key "$file.key" -subj "$2" -out "$file.csr"
  openssl x509 -req -in "$file.csr" -CA "$STATE/pki/ca.crt" -CAkey "$STATE/pki/ca.key" -set_serial "0x$(openssl rand -hex 8)" \
    -days 30 -extfile <(printf '%s\n' "$extensions") -out "$file.crt" 2>/dev/null
  rm -f "$file.csr"
}

# write_kubeconfig PATH CERTIFICATE SERVER CLUSTER: self-contained, so that it can be copied elsewhere.
write_kubeconfig() {
  cat >"$1.part" <<EOF
apiVersion: v1
kind: Config
current-context: $4
clusters:
  - name: $4
    cluster:
      server: $3
      certificate-authority-data: $(base64 -w0 "$STATE/pki/ca.crt")
users:
  - name: $4
    user:
      client-certificate-data: $(base64 -w0 "$STATE/pki/$2.crt")
      client-key-data: $(base64 -w0 "$STATE/pki/$2.key")
contexts:
  - name: $4
    context:
      cluster: $4
      user: $4
EOF
  chmod 600 "$1.part"
  mv "$1.part" "$1"
}

# make_proxy_identities [ADDRESS]: for a proxy that a test puts before the API server: its own, and the admin's towards
# the server, with keys in PKCS #8, which Java reads.
make_proxy_identities() {
  local name
  make_certificate fault-proxy "/CN=fault-proxy" "IP:127.0.0.1,DNS:localhost${1:+,IP:$1}"
  for name in fault-proxy admin; do
    openssl pkcs8 -topk8 -nocrypt -in "$STATE/pki/$name.key" -out "$STATE/pki/$name.pkcs8"
  done
}
