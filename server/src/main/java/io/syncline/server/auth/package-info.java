/**
 * Who is there: the local accounts of {@code argocd-secret} and {@code argocd-cm}, passwords and
 * session tokens (semantics 26). It knows nothing of what a person may do.
 */
@NullMarked
package io.syncline.server.auth;

import org.jspecify.annotations.NullMarked;
