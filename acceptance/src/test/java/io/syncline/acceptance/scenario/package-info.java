/**
 * Argo CD's end-to-end scenarios told again for this product.
 *
 * <p>A product runs in this JVM for each cluster ({@link
 * io.syncline.acceptance.scenario.Installation}); each scenario has its own repository, namespace
 * and application and is told as given, when, then:
 *
 * <pre>{@code
 * given("guestbook")
 *     .when().create().sync()
 *     .then().expect(operation("Succeeded"), sync("Synced"), health("Healthy"))
 *     .when().commits(files -> files.remove("guestbook-ui-svc.yaml")).refresh()
 *     .then().expect(sync("OutOfSync"));
 * }</pre>
 *
 * <p>{@link io.syncline.acceptance.scenario.RealScenariosTest} tells them beside a real
 * kube-apiserver; those that need rights are told on a secured embedded cluster otherwise.
 *
 * <p>Folders come from the conformance data's {@code testdata}; where that is absent, a test says
 * so in one line and returns. What is changed in the settings is put back after the test. {@code
 * scenarios-told.txt} says which test tells which scenario.
 *
 * <p>Knows the product only from outside: its commands, its REST API, Git and the Kubernetes API.
 */
@NullMarked
package io.syncline.acceptance.scenario;

import org.jspecify.annotations.NullMarked;
