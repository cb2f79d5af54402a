/**
 * What steers the controller: Applications, projects, settings and repository secrets of one
 * namespace, read by watches and patched in place.
 *
 * <p>A cluster goes in, typed readings and a feed of changes come out. Nothing here decides.
 */
@NullMarked
package io.syncline.controller.control;

import org.jspecify.annotations.NullMarked;
