#!/usr/bin/env bash
# Runs a kube-apiserver on etcd, without controllers, on 127.0.0.1 until it is told to stop.
# Usage: run.sh PORT [FOLDER]
#   PORT    of the apiserver (https, self-signed); PORT+1 is etcd's
#   FOLDER  for its data, default a new one that is removed at the end
# Bearer tokens: admin-token (group system:masters) and user-token (user "jane", no rights).
# FOLDER/client.crt and client.key: a client certificate with the rights of admin-token.
# Prints "ready https://127.0.0.1:PORT kubeconfig FILE" when it serves.
set -u
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
port=${1:?usage: run.sh PORT [FOLDER]}
bin=$("$here/get.sh" --find) || exit 1
own=
[ $# -gt 1 ] || own=1
dir=${2:-$(mktemp -d)}
mkdir -p "$dir"
etcd= api=
stop() {
  # The store goes last: a server without it waits for it instead of ending.
  [ -z "$api" ] || { kill "$api" && wait "$api"; } 2>/dev/null
  [ -z "$etcd" ] || { kill "$etcd" && wait "$etcd"; } 2>/dev/null
  [ -z "$own" ] || rm -rf "$dir"
}
trap 'stop; exit 0' TERM INT HUP
trap 'stop' EXIT

key=$dir/service-account.key
make_keys() {
  openssl genrsa -out "$key" 2048 &&
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
      -subj /CN=clients -keyout "$dir/client-ca.key" -out "$dir/client-ca.crt" &&
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
      -subj /O=system:masters/CN=deployer -keyout "$dir/client.key" -out "$dir/client.csr" &&
    openssl x509 -req -in "$dir/client.csr" -days 1 -CA "$dir/client-ca.crt" \
      -CAkey "$dir/client-ca.key" -CAcreateserial -out "$dir/client.crt"
}
make_keys 2>/dev/null || { echo "no keys can be made (expected: openssl on the PATH)" >&2; exit 1; }
cat >"$dir/tokens.csv" <<CSV
admin-token,admin,admin,system:masters
user-token,jane,jane,developers
CSV
cat >"$dir/kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: real
  cluster: {server: "https://127.0.0.1:$port", insecure-skip-tls-verify: true}
users:
- name: admin
  user: {token: admin-token}
contexts:
- name: real
  context: {cluster: real, user: admin}
current-context: real
YAML
"$bin/etcd" --data-dir "$dir/etcd" --unsafe-no-fsync --log-level error \
  --listen-client-urls "http://127.0.0.1:$((port + 1))" \
  --advertise-client-urls "http://127.0.0.1:$((port + 1))" \
  --listen-peer-urls http://127.0.0.1:0 --initial-advertise-peer-urls http://127.0.0.1:0 \
  --initial-cluster default=http://127.0.0.1:0 >"$dir/etcd.log" 2>&1 &
etcd=$!
"$bin/kube-apiserver" --etcd-servers "http://127.0.0.1:$((port + 1))" \
  --bind-address 127.0.0.1 --advertise-address 127.0.0.1 --secure-port "$port" \
  --cert-dir "$dir/certs" --token-auth-file "$dir/tokens.csv" --authorization-mode RBAC --client-ca-file "$dir/client-ca.crt" \
  --service-account-issuer https://kubernetes.default.svc.cluster.local \
  --service-account-key-file "$key" --service-account-signing-key-file "$key" \
  --service-cluster-ip-range 10.96.0.0/12 --allow-privileged \
  --endpoint-reconciler-type none >"$dir/kube-apiserver.log" 2>&1 &
api=$!
for _ in $(seq 600); do
  if ! kill -0 "$api" 2>/dev/null || ! kill -0 "$etcd" 2>/dev/null; then
    tail -n 5 "$dir/etcd.log" "$dir/kube-apiserver.log" >&2
    echo "kube-apiserver did not start (logs above)" >&2
    exit 1
  fi
  if [ "$(curl -sk -H 'Authorization: Bearer admin-token' "https://127.0.0.1:$port/readyz" 2>/dev/null)" = ok ]; then
    echo "ready https://127.0.0.1:$port kubeconfig $dir/kubeconfig"
    wait "$api"
    exit 1
  fi
  sleep 0.2
done
echo "kube-apiserver was not ready within two minutes" >&2
exit 1
