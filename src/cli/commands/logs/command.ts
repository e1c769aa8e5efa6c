import type { Command } from '../command.ts'

export const logsCommand: Command = {
  name: 'logs',
  summary: 'show what a deployed function has logged',
  positionals: [{ name: 'function' }],
  flags: [
    { name: 'follow', short: 'f', summary: 'wait for more, until Ctrl-C' },
    {
      name: 'since',
      value: 'time',
      summary: 'how far back: 30m, 2h, 1d, or a time such as 2026-11-01T12:00:00Z',
      default: '10m',
    },
    {
      name: 'filter',
      value: 'pattern',
      summary: 'only lines that match this filter pattern of CloudWatch Logs, such as ERROR',
    },
  ],
  examples: [
    { line: 'oche logs -f' },
    { line: 'oche logs items --since 2h --filter ERROR' },
    { line: 'oche logs --since 2026-11-01T12:00:00Z' },
  ],
  load: () => import('./index.ts'),
}
