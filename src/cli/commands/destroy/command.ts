import { someFunctions, type Command } from '../command.ts'

export const destroyCommand: Command = {
  name: 'destroy',
  summary: 'delete from AWS what was deployed',
  positionals: [someFunctions],
  flags: [
    { name: 'yes', short: 'y', summary: 'do not ask' },
    { name: 'logs', summary: 'delete the logs too, which stay otherwise' },
  ],
  examples: [
    { line: 'oche destroy', summary: 'shows what would go, then asks' },
    { line: 'oche destroy items --logs --yes', summary: 'one function, without a question' },
  ],
  load: () => import('./index.ts'),
}
