import { Alert, Button, Code, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import { automated, type Application, type HistoryEntry } from '../../api/types';
import { ago, short } from '../../components/format';
import { api } from '../../paths';

interface Commit {
  author?: string;
  message?: string;
}

export function History({ app, now }: { app: Application; now: number }) {
  const entries = [...(app.status?.history ?? [])].reverse();
  const rollback = useMutation({
    mutationFn: (id: number) => call(api.rollback(app.metadata.name), { method: 'POST', body: { id } }),
  });
  if (entries.length === 0) {
    return <Text c="dimmed">Nothing deployed yet.</Text>;
  }
  return (
    <Stack>
      {automated(app) && <Text size="sm" c="dimmed">This application syncs by itself: roll back by reverting the commit in Git.</Text>}
      {rollback.error && <Alert color="red" role="alert">{rollback.error.message}</Alert>}
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {['Id', 'Revision', 'Commit', 'Deployed', 'By', ''].map((h) => <Table.Th key={h} scope="col">{h}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry, i) => (
            <Entry key={entry.id} app={app} entry={entry} now={now} newest={i === 0} onRollback={() => rollback.mutate(entry.id)} />
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Entry({ app, entry, now, newest, onRollback }: { app: Application; entry: HistoryEntry; now: number; newest: boolean; onRollback: () => void }) {
  const revision = entry.revision ?? entry.revisions?.[0] ?? '';
  const { data } = useQuery({
    queryKey: ['commit', app.metadata.name, revision],
    queryFn: () => call<Commit>(api.commit(app.metadata.name, revision)),
    enabled: revision !== '',
    staleTime: Infinity,
    retry: false,
  });
  return (
    <Table.Tr>
      <Table.Td>{entry.id}</Table.Td>
      <Table.Td><Code>{short(revision)}</Code></Table.Td>
      <Table.Td><Text size="sm" lineClamp={1}>{data?.message?.split('\n')[0]} <Text span c="dimmed" size="sm">{data?.author}</Text></Text></Table.Td>
      <Table.Td><Text size="sm" c="dimmed">{ago(entry.deployedAt, now)}</Text></Table.Td>
      <Table.Td><Text size="sm">{entry.initiatedBy?.automated ? 'automation' : entry.initiatedBy?.username}</Text></Table.Td>
      <Table.Td>{!newest && <Button size="compact-xs" variant="default" disabled={automated(app)} onClick={onRollback}>Roll back</Button>}</Table.Td>
    </Table.Tr>
  );
}
