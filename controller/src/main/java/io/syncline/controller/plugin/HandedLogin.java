package io.syncline.controller.plugin;

import io.syncline.git.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A login as git and ssh understand it: files in the folder of one run, and variables that name
 * them. Passwords and private keys stand in files only, and git is told a password only when it
 * asks for the host of the repository.
 *
 * @param variables to be set for the plugin
 * @param programs folder that comes first on its PATH
 * @param secrets not to be shown
 */
record HandedLogin(Map<String, String> variables, Optional<Path> programs, List<String> secrets) {
  /** Nothing is handed. */
  static final HandedLogin NONE = new HandedLogin(Map.of(), Optional.empty(), List.of());

  /** By this name Argo CD's plugins find the program that answers git. */
  private static final String PROGRAM = "argocd";

  private static final String ANSWER =
      """
      #!/bin/sh
      here=${0%/*}/..
      host=$(cat "$here/host")
      case "$1" in
      *"//$host'"* | *"//$host/"* | *"@$host'"* | *"@$host/"*) ;;
      *) exit 1 ;;
      esac
      case "$1" in
      Username*) cat "$here/username" ;;
      *) cat "$here/password" ;;
      esac
      """;

  /** Copies the list. */
  HandedLogin {
    secrets = List.copyOf(secrets);
  }

  /**
   * {@code login} written into {@code folder}, which nobody else can read.
   *
   * @throws IOException when a file cannot be written
   */
  static HandedLogin of(RepositoryLogin login, Path folder) throws IOException {
    Files.createDirectories(folder);
    var variables = new LinkedHashMap<String, String>();
    variables.put("GIT_TERMINAL_PROMPT", "0");
    var credentials = login.credentials();
    trust(credentials.trust(), folder, variables);
    credentials
        .proxy()
        .ifPresent(
            proxy -> {
              variables.put("http_proxy", proxy);
              variables.put("https_proxy", proxy);
              variables.put("no_proxy", credentials.noProxy());
            });
    return switch (credentials.login()) {
      case Credentials.Basic(var name, var password) -> {
        write(folder.resolve("host"), login.authority());
        write(folder.resolve("username"), name);
        write(folder.resolve("password"), password);
        var programs = Files.createDirectories(folder.resolve("bin"));
        var program = write(programs.resolve(PROGRAM), ANSWER);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        variables.put("GIT_ASKPASS", PROGRAM);
        yield new HandedLogin(variables, Optional.of(programs), List.of(password));
      }
      case Credentials.Bearer(var token) -> {
        variables.put("GIT_CONFIG_COUNT", "1");
        variables.put("GIT_CONFIG_KEY_0", "http.https://" + login.authority() + "/.extraHeader");
        variables.put("GIT_CONFIG_VALUE_0", "Authorization: Bearer " + token);
        yield new HandedLogin(variables, Optional.empty(), List.of(token));
      }
      case Credentials.SshKey(var key) -> {
        // ssh takes no key without a line end.
        var file = write(folder.resolve("key"), key.endsWith("\n") ? key : key + "\n");
        variables.put("GIT_SSH_COMMAND", ssh(credentials.trust(), file, folder));
        yield new HandedLogin(variables, Optional.empty(), List.of(key));
      }
      default -> new HandedLogin(variables, Optional.empty(), List.of());
    };
  }

  private static void trust(Credentials.Trust trust, Path folder, Map<String, String> variables)
      throws IOException {
    if (trust.insecure()) {
      variables.put("GIT_SSL_NO_VERIFY", "true");
    }
    if (!trust.certificates().isEmpty()) {
      variables.put("GIT_SSL_CAINFO", text(folder.resolve("ca.crt"), trust.certificates()));
    }
    if (!trust.clientCertificate().isEmpty()) {
      variables.put("GIT_SSL_CERT", text(folder.resolve("client.crt"), trust.clientCertificate()));
      variables.put("GIT_SSL_KEY", text(folder.resolve("client.key"), trust.clientKey()));
    }
  }

  private static String ssh(Credentials.Trust trust, Path key, Path folder) throws IOException {
    var hosts =
        trust.insecure()
            ? "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
            : "-o StrictHostKeyChecking=yes -o UserKnownHostsFile="
                + quoted(text(folder.resolve("known_hosts"), trust.knownHosts()));
    return "ssh -i " + quoted(key.toString()) + " -o IdentitiesOnly=yes " + hosts;
  }

  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private static String text(Path file, String content) throws IOException {
    return write(file, content).toString();
  }

  private static Path write(Path file, String content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }
}
