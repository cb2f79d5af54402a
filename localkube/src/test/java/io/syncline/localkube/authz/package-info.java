/** Tests of the decisions by roles and bindings. */
@NullMarked
package io.syncline.localkube.authz;

import org.jspecify.annotations.NullMarked;
