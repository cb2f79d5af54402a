/**
 * {@code syncline repo …}, {@code repocreds …}, {@code cert …} and {@code gpg …}: where manifests
 * come from, and whom we believe there.
 */
@NullMarked
package io.syncline.cli.repo;

import org.jspecify.annotations.NullMarked;
