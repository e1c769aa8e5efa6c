import type { Command } from '../command.ts'

export const rollbackCommand: Command = {
  name: 'rollback',
  summary: 'back to an earlier version; without one, list them',
  positionals: [{ name: 'version|previous' }],
  flags: [
    { name: 'function', value: 'name', summary: 'one of several functions (default: all)' },
    { name: 'dry-run', summary: 'show what would serve, change nothing' },
  ],
  examples: [
    { line: 'oche rollback', summary: 'lists what there is' },
    { line: 'oche rollback previous', summary: 'all that the last deploy changed' },
    { line: 'oche rollback 7 --function items' },
  ],
  load: () => import('./index.ts'),
}
