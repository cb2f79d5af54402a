/**
 * A simulated shell for the containers of simulated pods: a command and its streams come in, what a
 * handful of plain commands would print and an exit code go out. Every other command ends with exit
 * code 127 and a line that says {@code [simulated]}.
 *
 * <p>Files live in memory, per pod; those of ConfigMaps, Secrets and the downward API are read from
 * the API. Nothing here knows sockets, and nothing touches the machine it runs on.
 */
@NullMarked
package io.syncline.workloads.shell;

import org.jspecify.annotations.NullMarked;
