/**
 * Kubernetes objects in protobuf, as typed clients send them.
 *
 * <p>Bytes come in, trees go out. Nothing here writes protobuf or knows requests.
 */
@NullMarked
package io.syncline.localkube.proto;

import org.jspecify.annotations.NullMarked;
