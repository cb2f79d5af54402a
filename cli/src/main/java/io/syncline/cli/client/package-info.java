/** The API as a client sees it: addresses, tokens, requests, streams. */
@NullMarked
package io.syncline.cli.client;

import org.jspecify.annotations.NullMarked;
