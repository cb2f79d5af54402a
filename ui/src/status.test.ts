import { describe, expect, it } from 'vitest';
import { look, urgency } from './status';

describe('status words', () => {
  it('has a sign of its own for every health word, so colour is never alone', () => {
    const words = ['Healthy', 'Progressing', 'Suspended', 'Missing', 'Degraded', 'Unknown'];
    expect(new Set(words.map((w) => look(w).sign)).size).toBe(words.length);
  });

  it('puts a degraded application before a healthy one that is out of sync', () => {
    expect(urgency('Synced', 'Degraded')).toBeLessThan(urgency('OutOfSync', 'Healthy'));
  });

  it('puts an application out of sync before a synced one of the same health', () => {
    expect(urgency('OutOfSync', 'Healthy')).toBeLessThan(urgency('Synced', 'Healthy'));
  });
});
