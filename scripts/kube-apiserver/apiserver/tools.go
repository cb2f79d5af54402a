//go:build tools

// Package apiserver fixes the version of the kube-apiserver that the tests run.
package apiserver

import _ "k8s.io/kubernetes/cmd/kube-apiserver"
