/** What an installation needs in its cluster before anything runs: kinds, namespace, settings. */
@NullMarked
package io.syncline.app.install;

import org.jspecify.annotations.NullMarked;
