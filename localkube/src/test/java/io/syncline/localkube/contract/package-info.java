/**
 * The contract with Kubernetes: cases of HTTP requests, and what a real kube-apiserver answers.
 *
 * <p>Cases are YAML files under {@code contract/cases}, the recorded answers files of the same name
 * under {@code contract/golden}. Every build sends the cases to the embedded server; where a real
 * one can be had, it gets them too and must still answer what was recorded. What is known to differ
 * stands in {@code contract/differences.yaml}. Nothing here knows how the embedded server works.
 */
@NullMarked
package io.syncline.localkube.contract;

import org.jspecify.annotations.NullMarked;
