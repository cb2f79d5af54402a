/** The controller at work on an embedded cluster and real Git repositories. */
@NullMarked
package io.syncline.controller;

import org.jspecify.annotations.NullMarked;
