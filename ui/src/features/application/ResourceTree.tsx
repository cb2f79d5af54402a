import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/client';
import type { Application, TreeNode } from '../../api/types';
import { Status } from '../../components/Status';
import { ago } from '../../components/format';
import { useNow } from '../../components/useNow';
import { api } from '../../paths';
import { lines } from './tree';

export function ResourceTree({ app }: { app: Application }) {
  const name = app.metadata.name;
  const { data } = useQuery({
    queryKey: ['tree', name],
    queryFn: async () => (await call<{ nodes?: TreeNode[] }>(api.tree(name))).nodes ?? [],
    staleTime: Infinity,
  });
  const rows = useMemo(() => lines(app, data ?? []), [app, data]);
  const now = useNow();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table role="treegrid" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {['Resource', 'Namespace', 'Sync', 'Health', 'Images and facts', 'Created'].map((h) => (
              <Table.Th key={h} scope="col">{h}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.key} aria-level={row.depth + 1}>
              <Table.Td style={{ paddingLeft: 10 + row.depth * 24 }}>
                <Text span size="sm" c="dimmed">{row.depth > 0 ? '└ ' : ''}{row.kind}</Text>{' '}
                <Text span size="sm" fw={row.depth === 0 ? 600 : 400}>{row.name}</Text>
                {row.hook && <Text span size="xs" c="dimmed"> hook</Text>}
              </Table.Td>
              <Table.Td><Text size="sm">{row.namespace}</Text></Table.Td>
              <Table.Td>{row.sync && <Status word={row.sync} />}</Table.Td>
              <Table.Td>{row.health && <Status word={row.health} hint={row.message} />}</Table.Td>
              <Table.Td>
                {row.images.map((image) => <Text key={image} size="xs" ff="monospace">{image}</Text>)}
                {row.facts.length > 0 && <Text size="xs" c="dimmed">{row.facts.join(', ')}</Text>}
              </Table.Td>
              <Table.Td><Text size="sm" c="dimmed">{ago(row.createdAt, now)}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
