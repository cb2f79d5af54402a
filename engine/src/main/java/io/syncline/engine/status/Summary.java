package io.syncline.engine.status;

import io.syncline.engine.sync.Images;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code status.summary} (semantics 2). */
public final class Summary {
  private static final String LINK = "link.argocd.argoproj.io/";
  private static final String NO_LINKS = "argocd.argoproj.io/ignore-default-links";

  private static final int MOST = 1_000;

  private Summary() {}

  /**
   * Images and external URLs of {@code live} objects, managed ones and what they made; no more than
   * a thousand each.
   */
  public static ObjectTree write(Collection<Manifest> live) {
    var images = new TreeSet<String>();
    var urls = new TreeSet<String>();
    for (var object : live) {
      images.addAll(Images.of(object));
      urls.addAll(urls(object));
    }
    var summary = ObjectTree.EMPTY;
    summary = urls.isEmpty() ? summary : summary.with("externalURLs", first(urls));
    return images.isEmpty() ? summary : summary.with("images", first(images));
  }

  private static List<String> first(Set<String> sorted) {
    return sorted.stream().limit(MOST).toList();
  }

  /** Addresses under which {@code object} can be reached or is described, sorted. */
  public static Set<String> urls(Manifest object) {
    var urls = new TreeSet<String>();
    object
        .annotations()
        .forEach(
            (name, value) -> {
              if (name.startsWith(LINK)) {
                urls.add(value.substring(value.indexOf('|') + 1).strip());
              }
            });
    if (object.annotation(NO_LINKS).filter("true"::equals).isPresent()) {
      return urls;
    }
    switch (object.groupKind().toString()) {
      case "networking.k8s.io/Ingress", "extensions/Ingress" -> ingress(object, urls);
      case "Service" -> service(object, urls);
      default -> {
        // other kinds have no address of their own
      }
    }
    return urls;
  }

  private static void ingress(Manifest object, Set<String> urls) {
    var secured = new TreeSet<String>();
    var all = false;
    for (var tls : Tree.items(object.at("spec", "tls"))) {
      var hosts = Tree.items(Tree.at(tls, "hosts"));
      all |= hosts.isEmpty();
      hosts.forEach(host -> secured.add(String.valueOf(host)));
    }
    for (var rule : Tree.items(object.at("spec", "rules"))) {
      var host = Tree.text(rule, "host");
      if (host.isEmpty()) {
        host = address(object);
      }
      if (host.isEmpty()) {
        continue;
      }
      var scheme = all || secured.contains(host) ? "https://" : "http://";
      var paths = Tree.items(Tree.at(rule, "http", "paths"));
      if (paths.isEmpty()) {
        urls.add(scheme + host);
      }
      for (var path : paths) {
        urls.add(scheme + host + path(Tree.text(path, "path")));
      }
    }
  }

  private static String path(String path) {
    var plain = path.endsWith("*") ? path.substring(0, path.length() - 1) : path;
    return plain.equals("/") ? "" : plain;
  }

  private static void service(Manifest object, Set<String> urls) {
    var address = address(object);
    if (!object.text("spec", "type").equals("LoadBalancer") || address.isEmpty()) {
      return;
    }
    for (var port : Tree.items(object.at("spec", "ports"))) {
      var number = Tree.number(port, 0, "port");
      if (number == 443) {
        urls.add("https://" + address);
      } else if (number == 80) {
        urls.add("http://" + address);
      }
    }
  }

  private static String address(Manifest object) {
    for (var ingress : Tree.items(object.at("status", "loadBalancer", "ingress"))) {
      var name = Tree.text(ingress, "hostname");
      return name.isEmpty() ? Tree.text(ingress, "ip") : name;
    }
    return "";
  }
}
