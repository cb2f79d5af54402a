/**
 * Tells who a caller is: by client certificate, bearer token or neither. Makes and keeps the keys
 * for that: the certificate authority of the cluster, the token of its administrator, and the key
 * that signs the tokens of service accounts. It does not know what callers may do.
 */
@NullMarked
package io.syncline.localkube.authn;

import org.jspecify.annotations.NullMarked;
