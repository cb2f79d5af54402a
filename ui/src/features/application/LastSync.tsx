import { Group, Stack, Table, Text } from '@mantine/core';
import type { OperationState } from '../../api/types';
import { Status } from '../../components/Status';
import { ago, short } from '../../components/format';

export function LastSync({ state, now }: { state: OperationState | undefined; now: number }) {
  if (!state) {
    return <Text c="dimmed">Never synced.</Text>;
  }
  return (
    <Stack>
      <Group>
        <Status word={state.phase} />
        <Text size="sm">{state.message}</Text>
        <Text size="sm" c="dimmed">{short(state.syncResult?.revision)} {ago(state.finishedAt ?? state.startedAt, now)}</Text>
      </Group>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {['Resource', 'Namespace', 'Result', 'Phase', 'Message'].map((h) => <Table.Th key={h} scope="col">{h}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(state.syncResult?.resources ?? []).map((r) => (
            <Table.Tr key={`${r.group}/${r.kind}/${r.namespace}/${r.name}/${r.syncPhase}`}>
              <Table.Td><Text size="sm"><Text span c="dimmed" size="sm">{r.kind}</Text> {r.name}</Text></Table.Td>
              <Table.Td><Text size="sm">{r.namespace}</Text></Table.Td>
              <Table.Td><Text size="sm">{r.status ?? r.hookPhase}</Text></Table.Td>
              <Table.Td><Text size="sm">{r.syncPhase}</Text></Table.Td>
              <Table.Td><Text size="sm">{r.message}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
