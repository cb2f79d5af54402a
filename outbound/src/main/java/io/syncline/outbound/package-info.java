/**
 * The way out to a server that is not ours: whom TLS believes and what it shows, private keys out
 * of PEM text, which proxy stands between.
 *
 * <p>In: PEM texts and the values of proxy settings. Out: the JDK's own {@link
 * javax.net.ssl.SSLContext}, {@link java.security.PrivateKey} and {@link java.net.ProxySelector}.
 * It opens no connection itself and must not know who asks: Git, a registry or a cluster.
 */
@NullMarked
package io.syncline.outbound;

import org.jspecify.annotations.NullMarked;
