/** The web page: files on the class path, and the entry page for every address inside the page. */
@NullMarked
package io.syncline.server.page;

import org.jspecify.annotations.NullMarked;
