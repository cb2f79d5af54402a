package io.syncline.localkube.authz;

import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Stored;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The roles and bindings in a state of the cluster.
 *
 * @param state the state
 */
public record StoredPolicy(State state) implements Policy {
  @Override
  public List<ObjectTree> clusterBindings() {
    return under(Key.prefix(GROUP, "clusterrolebindings", ""));
  }

  @Override
  public List<ObjectTree> bindings(String namespace) {
    return under(Key.prefix(GROUP, "rolebindings", namespace));
  }

  private List<ObjectTree> under(String prefix) {
    var objects = new ArrayList<ObjectTree>();
    for (var stored : state.objects().under(prefix)) {
      objects.add(stored.object());
    }
    return objects;
  }

  @Override
  public Optional<ObjectTree> clusterRole(String name) {
    return state.get(new Key(GROUP, "clusterroles", "", name)).map(Stored::object);
  }

  @Override
  public Optional<ObjectTree> role(String namespace, String name) {
    return state.get(new Key(GROUP, "roles", namespace, name)).map(Stored::object);
  }
}
