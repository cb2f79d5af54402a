package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows about who may do what. */
final class AccessTest {
  private static final String REQUEST =
      """
      apiVersion: certificates.k8s.io/v1
      kind: CertificateSigningRequest
      metadata: {name: NAME}
      spec:
        signerName: kubernetes.io/kube-apiserver-client
        usages: [client auth]
        request: \
      LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISk1IRUNBUUF3RHpFTk1B\
      c0dBMVVFQXd3RWFtRnVaVEJaTUJNR0J5cUdTTTQ5QWdFR0NDcUdTTTQ5QXdFSApBMElBQkwv\
      eUdaRXJMZFFjSFlOMU5BWDQ1aE1KQnp5V1ZHRVh6VnJwM0dnWGhRaEFGV2ovL2xXemNoU2pU\
      a2hCCkJpVGVhbjNDanEwSDd0dFJLMTF1VnhkREVEQ2dBREFLQmdncWhrak9QUVFEQWdOSUFE\
      QkZBaUVBakN3WVEyQmIKc1RGUUVNeThxNi9RSjU1aUFkSm1KS0gwOUlHSVpvY1hOdmtDSUNo\
      RjBmaERNemp1ci9pVW52aEpmRC9pNjNQeQo3c0ZNS2gxeWFWZDBQM3VyCi0tLS0tRU5EIENF\
      UlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=\

      """;

  @RegisterExtension private static final Kubectl kubectl = new Kubectl();

  @Test
  void auth_answers_who_and_what() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      assertThat(k.ok("auth whoami"))
          .containsPattern("ATTRIBUTE +VALUE")
          .containsPattern("Username +\\S+")
          .contains("system:masters");
      assertThat(k.ok("auth can-i create pods")).isEqualTo("yes\n");
      assertThat(k.ok("auth can-i --list")).containsPattern("\\*\\.\\* +\\[\\] +\\[\\] +\\[\\*\\]");
      assertThat(k.fails("auth can-i create pods --as=jane")).isEqualTo("no\n");
      k.ok("create role reader --verb=get,list --resource=pods");
      k.ok("create rolebinding readers --role=reader --user=jane");
      assertThat(k.ok("auth can-i list pods --as=jane")).isEqualTo("yes\n");
      assertThat(k.ok("auth can-i --list --as=jane"))
          .containsPattern("pods +\\[\\] +\\[\\] +\\[get list\\]");
      assertThat(k.ok("get pods --as=jane")).contains("No resources found");
      assertThat(k.fails("get secrets --as=jane"))
          .contains(
              "(Forbidden)",
              "User \"jane\" cannot list resource \"secrets\" in API group \"\" in the namespace \""
                  + k.namespace()
                  + "\"");
    }
  }

  @Test
  void a_role_is_reconciled() throws Exception {
    for (var k : kubectl.users("1.32")) {
      var role =
          "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: made, namespace: %s}\nrules: [{apiGroups: [\"\"], resources: [pods], verbs: [get]}]\n"
              .formatted(k.namespace());
      assertThat(k.ok("auth reconcile -f -", role))
          .contains("role.rbac.authorization.k8s.io/made reconciled");
      assertThat(k.ok("auth reconcile -f -", role.replace("[get]", "[list]")))
          .contains("reconciled");
      assertThat(k.ok("get role made -o jsonpath={.rules[*].verbs}")).contains("list");
    }
  }

  @Test
  void a_token_is_made_for_an_account() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create serviceaccount robot");
      assertThat(k.ok("create token robot --duration=1h"))
          .matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\s*");
      assertThat(k.ok("create token robot --audience=me -o jsonpath={.spec.audiences}"))
          .isEqualTo("[\"me\"]");
      assertThat(k.fails("create token absent")).contains("serviceaccounts \"absent\" not found");
    }
  }

  @Test
  void a_certificate_is_approved_or_denied() throws Exception {
    for (var k : kubectl.users("1.32")) {
      var name = k.namespace() + "-csr";
      k.ok("create -f -", REQUEST.replace("NAME", name));
      assertThat(k.ok("get csr " + name))
          .containsPattern("NAME +AGE +SIGNERNAME +REQUESTOR +REQUESTEDDURATION +CONDITION")
          .containsPattern("kubernetes.io/kube-apiserver-client .* Pending");
      assertThat(k.ok("certificate approve " + name))
          .isEqualTo("certificatesigningrequest.certificates.k8s.io/" + name + " approved\n");
      assertThat(k.ok("get csr " + name)).containsPattern("Approved");
      k.ok("create -f -", REQUEST.replace("NAME", name + "2"));
      assertThat(k.ok("certificate deny " + name + "2")).contains("denied");
      assertThat(k.ok("get csr " + name + "2")).contains("Denied");
    }
  }
}
