import type { Application, ResourceStatus, TreeNode } from '../../api/types';

export interface Line {
  key: string;
  depth: number;
  kind: string;
  name: string;
  namespace: string;
  sync: string;
  health: string;
  message: string;
  images: string[];
  facts: string[];
  createdAt: string;
  hook: boolean;
}

interface Named {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
}

function keyOf(node: Named): string {
  return [node.group ?? '', node.kind, node.namespace ?? '', node.name].join('/');
}

/** The tree as indented lines: managed objects first, each followed by what it owns. */
export function lines(app: Application, nodes: TreeNode[]): Line[] {
  const children = new Map<string, TreeNode[]>();
  const byKey = new Map(nodes.map((n) => [keyOf(n), n]));
  for (const node of nodes) {
    for (const parent of node.parentRefs ?? []) {
      const list = children.get(keyOf(parent)) ?? [];
      list.push(node);
      children.set(keyOf(parent), list);
    }
  }
  const out: Line[] = [];
  const seen = new Set<string>();
  const add = (item: Named, depth: number, status: ResourceStatus | undefined) => {
    const key = keyOf(item);
    if (seen.has(key)) {
      return;
    }
    seen.add(key);
    const node = byKey.get(key);
    out.push({
      key,
      depth,
      kind: item.kind,
      name: item.name,
      namespace: item.namespace ?? '',
      sync: status?.status ?? '',
      health: node?.health?.status ?? status?.health?.status ?? '',
      message: node?.health?.message ?? status?.health?.message ?? '',
      images: node?.images ?? [],
      facts: (node?.info ?? []).map((i) => `${i.name} ${i.value}`),
      createdAt: node?.createdAt ?? '',
      hook: status?.hook ?? false,
    });
    const owned = (children.get(key) ?? []).sort((a, b) => a.kind.localeCompare(b.kind) || (b.createdAt ?? '').localeCompare(a.createdAt ?? '') || a.name.localeCompare(b.name));
    owned.forEach((child) => add(child, depth + 1, undefined));
  };
  const managed = [...(app.status?.resources ?? [])].sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name));
  managed.forEach((r) => add(r, 0, r));
  nodes.filter((n) => !(n.parentRefs?.length)).forEach((n) => add(n, 0, undefined));
  return out;
}
