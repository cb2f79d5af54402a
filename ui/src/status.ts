/** The words of sync and health, and the one place that gives them colours and signs. */
export type Sync = 'Synced' | 'OutOfSync' | 'Unknown';
export type Health = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';

export interface Look {
  color: string;
  /** A sign that tells the states apart without colour. */
  sign: string;
}

const LOOKS: Record<string, Look> = {
  Synced: { color: 'teal', sign: '✓' },
  OutOfSync: { color: 'orange', sign: '⇄' },
  Healthy: { color: 'teal', sign: '♥' },
  Progressing: { color: 'blue', sign: '…' },
  Suspended: { color: 'gray', sign: '‖' },
  Missing: { color: 'grape', sign: '∅' },
  Degraded: { color: 'red', sign: '✕' },
  Succeeded: { color: 'teal', sign: '✓' },
  Running: { color: 'blue', sign: '…' },
  Terminating: { color: 'orange', sign: '…' },
  Failed: { color: 'red', sign: '✕' },
  Error: { color: 'red', sign: '!' },
};

export function look(word: string): Look {
  return LOOKS[word] ?? { color: 'gray', sign: '?' };
}

const HEALTH_ORDER: Health[] = ['Degraded', 'Missing', 'Unknown', 'Progressing', 'Suspended', 'Healthy'];

/** Smaller is more urgent: what a person should look at comes first. */
export function urgency(sync: string, health: string): number {
  const h = HEALTH_ORDER.indexOf(health as Health);
  return (h < 0 ? 2 : h) * 2 + (sync === 'Synced' ? 1 : 0);
}
