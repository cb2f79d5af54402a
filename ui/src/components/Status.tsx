import { Badge, Tooltip } from '@mantine/core';
import { look } from '../status';

/** A status word with its colour and its sign. */
export function Status({ word, hint }: { word: string | undefined; hint?: string | undefined }) {
  const text = word || 'Unknown';
  const { color, sign } = look(text);
  const badge = (
    <Badge color={color} variant="light" tt="none" leftSection={<span aria-hidden="true">{sign}</span>}>
      {text}
    </Badge>
  );
  return hint ? (
    <Tooltip label={hint} multiline maw={420}>
      {badge}
    </Tooltip>
  ) : (
    badge
  );
}
