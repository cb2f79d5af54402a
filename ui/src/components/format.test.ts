import { describe, expect, it } from 'vitest';
import { ago, short } from './format';

describe('format', () => {
  it.each([
    [5, '5 s ago'],
    [65, '1 m ago'],
    [7200, '2 h ago'],
    [200000, '2 d ago'],
  ])('says how long ago %i seconds are', (seconds, text) => {
    expect(ago(new Date(1_000_000_000_000 - seconds * 1000).toISOString(), 1_000_000_000_000)).toBe(text);
  });

  it('shortens commits and leaves other revisions alone', () => {
    expect(short('0123456789abcdef0123456789abcdef01234567')).toBe('0123456');
    expect(short('v1.2.3')).toBe('v1.2.3');
  });
});
