/**
 * What is measured: the use of pods and nodes, which is made up, and the traffic of the server,
 * which is counted. Objects and a time come in, or requests as they end; metrics come out. Knows
 * nothing of HTTP.
 */
@NullMarked
package io.syncline.localkube.observe;

import org.jspecify.annotations.NullMarked;
