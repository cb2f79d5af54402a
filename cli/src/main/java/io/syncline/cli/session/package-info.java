/**
 * {@code login}, {@code relogin}, {@code logout}, {@code context}, {@code account} and {@code
 * version}.
 */
@NullMarked
package io.syncline.cli.session;

import org.jspecify.annotations.NullMarked;
