#!/usr/bin/env bash
# Prints the folder that holds kube-apiserver and etcd for the contract tests.
# Usage: get.sh [--find]      with --find nothing is built
# Order: KUBEBUILDER_ASSETS; the cache of this user; a build from the Go modules beside this file
# (Go >= 1.24; several minutes, once), where an etcd on the PATH is taken instead of a built one.
# Exit 1 and one line on standard error when they cannot be had.
set -u
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
version=1.32.13

has_both() { [ -x "$1/kube-apiserver" ] && [ -x "$1/etcd" ]; }

if [ -n "${KUBEBUILDER_ASSETS:-}" ] && has_both "$KUBEBUILDER_ASSETS"; then
  echo "$KUBEBUILDER_ASSETS"
  exit 0
fi
cache="${XDG_CACHE_HOME:-$HOME/.cache}/syncline/kube-apiserver-$version"
if has_both "$cache"; then
  echo "$cache"
  exit 0
fi
if [ "${1:-}" = --find ]; then
  echo "kube-apiserver $version and etcd are not there (scripts/kube-apiserver/get.sh builds them)" >&2
  exit 1
fi
if ! command -v go >/dev/null 2>&1; then
  echo "kube-apiserver $version cannot be built: go is not on the PATH (expected: Go >= 1.24, or KUBEBUILDER_ASSETS)" >&2
  exit 1
fi
minor=$(GOTOOLCHAIN=local go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
if [ "${minor:-0}" -lt 24 ]; then
  echo "kube-apiserver $version cannot be built: go is 1.${minor:-?} (expected: >= 1.24, or KUBEBUILDER_ASSETS)" >&2
  exit 1
fi
mkdir -p "$cache" || exit 1
# Two builds at once would only slow each other down.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$cache/.lock"
  flock 9
fi
build() { # module folder, package, name of the program
  [ -x "$cache/$3" ] && return 0
  echo "building $3 (once; kept in $cache) …" >&2
  if ! (cd "$here/$1" && GOTOOLCHAIN=local GOFLAGS='-mod=readonly -buildvcs=false' CGO_ENABLED=0 \
    nice go build -trimpath -ldflags "$4" -o "$cache/$3.new" "$2") >"$cache/$3.log" 2>&1; then
    echo "$3 cannot be built: $(tail -n 1 "$cache/$3.log") (log: $cache/$3.log)" >&2
    return 1
  fi
  mv "$cache/$3.new" "$cache/$3"
}
if [ ! -x "$cache/etcd" ] && command -v etcd >/dev/null 2>&1; then
  ln -sf "$(command -v etcd)" "$cache/etcd"
fi
# Without a version the server would call itself v0.0.0 and switch everything off by compatibility.
v=k8s.io/component-base/version
build etcd go.etcd.io/etcd/server/v3 etcd '-s -w' &&
  build apiserver k8s.io/kubernetes/cmd/kube-apiserver kube-apiserver \
    "-s -w -X $v.gitVersion=v$version -X $v.gitMajor=1 -X $v.gitMinor=32 -X $v.gitTreeState=clean" &&
  echo "$cache"
