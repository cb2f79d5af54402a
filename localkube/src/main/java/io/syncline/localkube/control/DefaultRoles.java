package io.syncline.localkube.control;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.authz.Policy;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The roles and bindings that every cluster has from the start. */
public final class DefaultRoles {
  private static final String FACTS = "/io/syncline/localkube/authz/default-roles.json";
  private static final List<ObjectTree> ALL = read();

  private final Cluster cluster;

  /** For {@code cluster}. */
  public DefaultRoles(Cluster cluster) {
    this.cluster = cluster;
  }

  private static List<ObjectTree> read() {
    try (var in = DefaultRoles.class.getResourceAsStream(FACTS)) {
      if (in == null) {
        throw new IllegalStateException("facts " + FACTS + " are missing in the class path");
      }
      var objects = new ArrayList<ObjectTree>();
      Tree.items(Json.parse(in.readAllBytes())).forEach(o -> objects.add(Tree.object(o)));
      return List.copyOf(objects);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes those that are missing, then gathers what the aggregated ones consist of. */
  public void plant() {
    for (var object : ALL) {
      var resource = resource(Tree.text(object, "kind"));
      var name = Tree.text(object, "metadata", "name");
      if (cluster.store().head().get(resource.key("", name)).isPresent()) {
        continue;
      }
      try {
        cluster.create(resource, "", object, WriteOptions.by("kube-apiserver"));
      } catch (ApiException e) {
        if (!e.reason().equals("AlreadyExists")) {
          throw e;
        }
      }
    }
    new RoleAggregation(cluster).begin();
  }

  private Resource resource(String kind) {
    var plural = kind.toLowerCase(Locale.ROOT) + "s";
    return cluster
        .kinds()
        .get(new ResourceId(Policy.GROUP, "v1", plural))
        .orElseThrow(Refusal::noSuchResource);
  }
}
