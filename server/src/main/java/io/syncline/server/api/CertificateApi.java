package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.engine.glob.Patterns;
import io.syncline.kube.Cluster;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/certificates}: whom repositories are believed to be, over TLS and over SSH. */
public final class CertificateApi {
  private static final String HOSTS = "ssh_known_hosts";

  private final Settings tls;
  private final Settings ssh;

  /** The API over the ConfigMaps in {@code namespace}. */
  public CertificateApi(Cluster cluster, String namespace) {
    this.tls = new Settings(cluster, namespace, "argocd-tls-certs-cm");
    this.ssh = new Settings(cluster, namespace, "argocd-ssh-known-hosts-cm");
  }

  /** Puts the resources on their paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, "/api/v1/certificates", call -> Views.list(shown(chosen(call))))
        .on(HttpMethod.POST, "/api/v1/certificates", this::create)
        .on(HttpMethod.DELETE, "/api/v1/certificates", this::delete);
  }

  private static List<ObjectTree> shown(List<ServerIdentity> some) {
    return some.stream()
        .map(
            one ->
                ObjectTree.of(
                    "serverName", one.host(),
                    "certType", one.type(),
                    "certSubType", one.subType(),
                    "certInfo", one.info()))
        .toList();
  }

  private List<ServerIdentity> all() {
    var all = new ArrayList<ServerIdentity>();
    all.addAll(KnownHosts.of(ssh.read().getOrDefault(HOSTS, "")).identities());
    tls.read().forEach((host, pem) -> all.addAll(ServerIdentity.tls(host, pem)));
    return all;
  }

  private List<ServerIdentity> chosen(Call call) {
    var pattern = call.query("hostNamePattern");
    var type = call.query("certType");
    var subType = call.query("certSubType");
    if (!List.of("", "*", ServerIdentity.SSH, ServerIdentity.TLS).contains(type)) {
      throw ApiException.invalid("certType is '" + type + "' (expected: ssh or https)");
    }
    return all().stream()
        .filter(one -> pattern.isEmpty() || Patterns.matches(pattern, one.host()))
        .filter(one -> type.isEmpty() || type.equals("*") || one.type().equals(type))
        .filter(one -> subType.isEmpty() || subType.equals("*") || one.subType().equals(subType))
        .toList();
  }

  private Object create(Call call) {
    var upsert = call.flag("upsert", false);
    var items = Tree.items(call.body().get("items"));
    if (items.isEmpty()) {
      throw ApiException.invalid("request has no items (expected: certificates)");
    }
    // All are looked at before any is written.
    var wanted = items.stream().map(CertificateApi::submitted).toList();
    var created = new ArrayList<ServerIdentity>();
    for (var one : wanted) {
      if (one.type().equals(ServerIdentity.SSH)) {
        ssh.change(entries -> withKey(entries, one, upsert));
        created.add(one);
      } else {
        tls.change(entries -> withCertificates(entries, one, upsert));
        created.addAll(ServerIdentity.tls(one.host(), one.text()));
      }
    }
    return Views.list(shown(created));
  }

  private static Map<String, String> withKey(
      Map<String, String> entries, ServerIdentity key, boolean upsert) {
    var hosts = KnownHosts.of(entries.getOrDefault(HOSTS, ""));
    var known = hosts.find(key.host(), key.subType());
    if (known.isPresent() && !known.get().text().equals(key.text()) && !upsert) {
      throw ApiException.invalid(
          "Key for '"
              + key.host()
              + "' (subtype: '"
              + key.subType()
              + "') already exist and upsert was not specified.");
    }
    entries.put(HOSTS, hosts.with(key).text());
    return entries;
  }

  private static Map<String, String> withCertificates(
      Map<String, String> entries, ServerIdentity certificates, boolean upsert) {
    var known = entries.get(certificates.host());
    if (known != null && !known.strip().equals(certificates.text().strip()) && !upsert) {
      throw ApiException.invalid(
          "TLS certificate for repository server '"
              + certificates.host()
              + "' already exist, and upsert was not specified.");
    }
    entries.put(certificates.host(), certificates.text());
    return entries;
  }

  private static ServerIdentity submitted(Object item) {
    var host = Tree.text(item, "serverName");
    var type = Tree.text(item, "certType");
    var text = decoded(Tree.text(item, "certData"), host);
    return switch (type) {
      case ServerIdentity.SSH -> {
        if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
          throw ApiException.invalid(
              "invalid hostname: '" + host + "' (expected: host or [host]:port)");
        }
        yield ServerIdentity.ssh(host, Tree.text(item, "certSubType"), text);
      }
      case ServerIdentity.TLS -> {
        if (!host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?") || host.length() > 253) {
          throw ApiException.invalid(
              "invalid hostname: '" + host + "' (expected: a host name without scheme and port)");
        }
        var found = ServerIdentity.tls(host, text);
        if (found.isEmpty()) {
          throw ApiException.invalid(
              "no certificate that can be read for " + host + " (expected: PEM certificates)");
        }
        yield new ServerIdentity(host, type, "", "", text);
      }
      default -> throw ApiException.invalid("certType is '" + type + "' (expected: ssh or https)");
    };
  }

  private static String decoded(String data, String host) {
    try {
      return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("certData of " + host + " is no base64");
    }
  }

  private Object delete(Call call) {
    if (call.query("hostNamePattern").isEmpty()) {
      throw ApiException.invalid("hostNamePattern is missing (expected: which hosts)");
    }
    var going = chosen(call);
    for (var one : going) {
      if (one.type().equals(ServerIdentity.SSH)) {
        ssh.change(
            entries -> {
              var hosts = KnownHosts.of(entries.getOrDefault(HOSTS, ""));
              entries.put(HOSTS, hosts.without(one).text());
              return entries;
            });
      } else {
        tls.change(
            entries -> {
              entries.remove(one.host());
              return entries;
            });
      }
    }
    return Views.list(shown(going));
  }
}
