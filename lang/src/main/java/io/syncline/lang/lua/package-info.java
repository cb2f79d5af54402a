/**
 * A small Lua 5.1, as much of it as health and action scripts of Argo CD use: the whole language
 * (with {@code goto}), the base, string, table and math libraries, and of {@code os} the time.
 *
 * <p>A script and trees come in, a tree goes out. Numbers print and errors read as gopher-lua's do.
 * Every step, call and byte is counted against limits, so that no script runs for ever or eats the
 * heap; nothing here reads a file, a clock, an environment or the network.
 *
 * <p>Strings are bytes, as in Lua: inside, a Java string holds one byte a character; trees are
 * turned at the border.
 */
@NullMarked
package io.syncline.lang.lua;

import org.jspecify.annotations.NullMarked;
