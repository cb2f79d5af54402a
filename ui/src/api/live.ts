import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../paths';
import type { Application, TreeNode } from './types';

export type Connection = 'live' | 'connecting';

function stream(path: string, onMessage: (result: unknown) => void, onState: (state: Connection) => void) {
  const source = new EventSource(path);
  source.onopen = () => onState('live');
  source.onerror = () => onState('connecting');
  source.onmessage = (event) => onMessage((JSON.parse(event.data as string) as { result: unknown }).result);
  return () => source.close();
}

interface News {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  application: Application;
}

/** Keeps the cached applications as the server has them; EventSource reconnects by itself. */
export function useLiveApplications(): Connection {
  const client = useQueryClient();
  const [state, setState] = useState<Connection>('connecting');
  useEffect(
    () =>
      stream(
        api.streamApplications,
        (result) => {
          const { type, application } = result as News;
          const name = application.metadata.name;
          client.setQueryData<Application[]>(['applications'], (known) => {
            const others = (known ?? []).filter((a) => a.metadata.name !== name);
            return type === 'DELETED'
              ? others
              : [...others, application].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
          });
          void client.invalidateQueries({ queryKey: ['managed', name] });
        },
        setState,
      ),
    [client],
  );
  return state;
}

/** Keeps the cached resource tree of one application as the server has it. */
export function useLiveTree(name: string) {
  const client = useQueryClient();
  useEffect(
    () =>
      stream(
        api.streamTree(name),
        (result) => client.setQueryData(['tree', name], (result as { nodes?: TreeNode[] }).nodes ?? []),
        () => undefined,
      ),
    [client, name],
  );
}
