/** What clients of Kubernetes rely on, tried with the clients themselves. */
@NullMarked
package io.syncline.embedded.clients;

import org.jspecify.annotations.NullMarked;
