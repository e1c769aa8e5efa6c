import type { Command } from '../command.ts'

export const rollbackCommand: Command = {
  name: 'rollback',
  summary: 'back to an earlier version; without one, list them',
  positionals: [{ name: 'version' }],
  flags: [{ name: 'function', value: 'name', summary: 'which of several functions' }],
  examples: [
    { line: 'oche rollback', summary: 'lists what there is' },
    { line: 'oche rollback 7 --function items' },
  ],
  load: () => import('./index.ts'),
}
