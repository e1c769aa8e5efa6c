import { someFunctions, type Command } from '../command.ts'

export const destroyCommand: Command = {
  name: 'destroy',
  summary: 'delete what was deployed',
  positionals: [someFunctions],
  flags: [
    { name: 'yes', short: 'y', summary: 'do not ask' },
    { name: 'logs', summary: 'delete the log group too' },
  ],
  examples: [
    { line: 'oche destroy', summary: 'shows what would go, then asks' },
    { line: 'oche destroy items --logs --yes' },
  ],
  load: () => import('./index.ts'),
}
