/** Tests of the Jsonnet language. */
@org.jspecify.annotations.NullMarked
package io.syncline.lang.jsonnet;
