package io.syncline.kube;

/**
 * Which objects of a kind.
 *
 * @param namespace one namespace, "" for all
 * @param labels label selector, "" for any
 * @param fields field selector, "" for any
 */
public record Selection(String namespace, String labels, String fields) {
  /** Everything in the cluster. */
  public static final Selection ALL = new Selection("", "", "");

  /** Everything in one namespace. */
  public static Selection in(String namespace) {
    return new Selection(namespace, "", "");
  }

  /** These with a label selector. */
  public Selection labelled(String selector) {
    return new Selection(namespace, selector, fields);
  }
}
