package io.syncline.cli.repo;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How repositories are logged in to, as words of a command. */
final class LoginOptions {
  @Option(names = "--type", defaultValue = "git", description = "git, helm or oci")
  String type = "git";

  @Option(names = "--username", description = "User name")
  @Nullable String username;

  @Option(names = "--password", description = "Password or token")
  @Nullable String password;

  @Option(names = "--bearer-token", description = "Token that stands for itself")
  @Nullable String bearerToken;

  @Option(names = "--ssh-private-key-path", description = "File with an SSH key")
  @Nullable Path sshKey;

  @Option(names = "--tls-client-cert-path", description = "File with a client certificate, PEM")
  @Nullable Path clientCertificate;

  @Option(names = "--tls-client-cert-key-path", description = "File with its key, PEM")
  @Nullable Path clientKey;

  @Option(names = "--github-app-id", description = "Number of a GitHub App")
  @Nullable Long githubAppId;

  @Option(
      names = "--github-app-installation-id",
      description = "Number of its installation; looked for when not given")
  @Nullable Long githubAppInstallationId;

  @Option(names = "--github-app-private-key-path", description = "File with the key of the app")
  @Nullable Path githubAppKey;

  @Option(
      names = "--github-app-enterprise-base-url",
      description = "API of a GitHub Enterprise, such as https://ghe.example.com/api/v3")
  @Nullable String githubAppBase;

  @Option(
      names = "--gcp-service-account-key-path",
      description = "File with the key of a Google Cloud service account, JSON")
  @Nullable Path googleKey;

  @Option(names = "--azure-service-principal-client-id", description = "Id of the principal")
  @Nullable String azureClient;

  @Option(names = "--azure-service-principal-client-secret", description = "Its secret")
  @Nullable String azureSecret;

  @Option(names = "--azure-service-principal-tenant-id", description = "Its tenant")
  @Nullable String azureTenant;

  @Option(names = "--azure-active-directory-endpoint", description = "Where it logs in")
  @Nullable String azureEndpoint;

  @Option(names = "--use-azure-workload-identity", description = "Log in as the workload")
  boolean azureWorkload;

  @Option(names = "--force-http-basic-auth", description = "Send the password unasked")
  boolean basicAuth;

  @Option(names = "--enable-oci", description = "Helm charts in an OCI registry")
  boolean oci;

  @Option(names = "--insecure-oci-force-http", description = "Speak to the registry without TLS")
  boolean plainHttp;

  @Option(names = "--proxy", description = "URL of a proxy")
  @Nullable String proxy;

  @Option(names = "--no-proxy", description = "Hosts reached without the proxy")
  @Nullable String noProxy;

  @Option(names = "--upsert", description = "Replace what is known of it")
  boolean upsert;

  /** Refuses what cannot stand together for the repository at {@code url}. */
  void check(String url) {
    if (bearerToken != null) {
      refuse(password != null, "only --bearer-token or --password is allowed, not both");
      refuse(!type.equals("git"), "--bearer-token is only supported for Git repositories");
      refuse(
          !url.regionMatches(true, 0, "https://", 0, "https://".length()),
          "--bearer-token is only supported for HTTPS repositories");
    }
    refuse(
        plainHttp && !type.equals("oci") && !(type.equals("helm") && oci),
        "--insecure-oci-force-http requires --type oci or --enable-oci with --type helm");
  }

  private static void refuse(boolean wrong, String why) {
    if (wrong) {
      throw new CliException(CliException.FAILED, why);
    }
  }

  /** Puts what was given into the body of a request. */
  void put(ObjectTree.Builder body) throws IOException {
    put(body, "type", type);
    put(body, "username", username);
    put(body, "password", password);
    put(body, "bearerToken", bearerToken);
    put(body, "sshPrivateKey", text(sshKey, "SSH key"));
    put(body, "tlsClientCertData", text(clientCertificate, "client certificate"));
    put(body, "tlsClientCertKey", text(clientKey, "client key"));
    if (githubAppId != null) {
      body.put("githubAppID", githubAppId);
    }
    if (githubAppInstallationId != null) {
      body.put("githubAppInstallationID", githubAppInstallationId);
    }
    put(body, "githubAppPrivateKey", text(githubAppKey, "key of the GitHub App"));
    put(body, "githubAppEnterpriseBaseUrl", githubAppBase);
    put(body, "gcpServiceAccountKey", text(googleKey, "key of the service account"));
    put(body, "azureServicePrincipalClientId", azureClient);
    put(body, "azureServicePrincipalClientSecret", azureSecret);
    put(body, "azureServicePrincipalTenantId", azureTenant);
    put(body, "azureActiveDirectoryEndpoint", azureEndpoint);
    put(body, "useAzureWorkloadIdentity", azureWorkload);
    put(body, "forceHttpBasicAuth", basicAuth);
    put(body, "enableOCI", oci);
    put(body, "insecureOCIForceHttp", plainHttp);
    put(body, "proxy", proxy);
    put(body, "noProxy", noProxy);
  }

  /** What {@code file} holds; null when none was named. */
  static @Nullable String text(@Nullable Path file, String what) throws IOException {
    if (file == null) {
      return null;
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new CliException(CliException.FAILED, what + " " + file + " cannot be read");
    }
    return Files.readString(file);
  }

  static void put(ObjectTree.Builder body, String key, boolean flag) {
    if (flag) {
      body.put(key, true);
    }
  }

  static void put(ObjectTree.Builder body, String key, @Nullable String value) {
    if (value != null) {
      body.put(key, value);
    }
  }
}
