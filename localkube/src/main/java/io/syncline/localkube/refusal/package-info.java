/**
 * The {@code Status} answers of Kubernetes: codes, reasons, messages and causes of refused
 * requests.
 *
 * <p>Facts about a refusal come in, an {@link io.syncline.localkube.api.ApiException} goes out.
 * Nothing here decides whether a request is refused.
 */
@NullMarked
package io.syncline.localkube.refusal;

import org.jspecify.annotations.NullMarked;
