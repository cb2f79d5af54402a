/**
 * Repository Secrets as values: which of them serves a URL for a project, and what login, trust and
 * proxy they say.
 *
 * <p>In: Secrets labelled {@code repository} and {@code repo-creds}, certificates by host, known
 * hosts. Out: {@link io.syncline.git.Access}. It reads no cluster and contacts no server.
 */
@NullMarked
package io.syncline.git.secret;

import org.jspecify.annotations.NullMarked;
