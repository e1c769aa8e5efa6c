import type { Command } from '../command.ts'

export const rollbackCommand: Command = {
  name: 'rollback',
  summary: 'go back to an earlier version; without one, list them',
  positionals: [{ name: 'version|previous' }],
  flags: [
    { name: 'function', value: 'name', summary: 'only this function', default: 'all' },
    { name: 'dry-run', summary: 'show which version would serve, change nothing' },
  ],
  examples: [
    { line: 'oche rollback', summary: 'lists versions' },
    { line: 'oche rollback previous', summary: 'undo the last deploy' },
    { line: 'oche rollback 7 --function items' },
  ],
  load: () => import('./index.ts'),
}
