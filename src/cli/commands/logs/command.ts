import type { Command } from '../command.ts'

export const logsCommand: Command = {
  name: 'logs',
  summary: 'what the deployed function writes',
  positionals: [{ name: 'function' }],
  flags: [
    { name: 'follow', short: 'f', summary: 'go on until Ctrl-C' },
    { name: 'since', value: 'time', summary: '30m, 2h, 1d ago, or a time (10m)' },
    { name: 'filter', value: 'pattern', summary: 'a filter pattern of CloudWatch Logs' },
  ],
  examples: [
    { line: 'oche logs -f' },
    { line: 'oche logs items --since 2h --filter ERROR' },
    { line: 'oche logs --since 2026-11-01T12:00:00Z' },
  ],
  load: () => import('./index.ts'),
}
