/**
 * Main, configuration and wiring: the only module that sees all others. It decides what runs
 * together and hands each part what it needs; it holds no behaviour of its own.
 */
@NullMarked
package io.syncline.app;

import org.jspecify.annotations.NullMarked;
