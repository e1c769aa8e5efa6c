import { ENDPOINT_KINDS } from '../../../core/config/kinds.ts'
import { someFunctions, type Command } from '../command.ts'

const endpoints = ENDPOINT_KINDS.filter((kind) => kind !== 'none')

export const devCommand: Command = {
  name: 'dev',
  summary: 'serve locally as AWS would, rebuild on save',
  positionals: [someFunctions],
  flags: [
    { name: 'port', value: 'port', summary: 'port to listen on, 0 for a free one (3000)' },
    { name: 'host', value: 'host', summary: 'address to listen on (127.0.0.1)' },
    { name: 'as', value: 'kind', choices: endpoints, summary: 'another kind of endpoint' },
    { name: 'artifact', value: 'file', summary: 'run this bootstrap or zip, build nothing' },
    { name: 'allow-host', value: 'names', summary: 'may call the Invoke API by these names' },
    { name: 'concurrency', value: 'n', summary: 'processes per function (cores × 2)' },
    {
      name: 'inspect',
      value: '[host:]port',
      standsAlone: true,
      summary: 'let a debugger attach (127.0.0.1:9229)',
    },
    { name: 'release', summary: 'Dart: run the compiled executable' },
    { name: 'no-watch', summary: 'do not rebuild on save' },
    { name: 'no-console', summary: 'no page that shows what runs, and nothing is recorded' },
    { name: 'console-port', value: 'port', summary: 'of that page (a free one)' },
  ],
  examples: [
    { line: 'oche dev' },
    { line: 'oche dev items --port 0', summary: 'one function, on a free port' },
    { line: 'oche dev --as rest', summary: 'as a REST API would call it' },
  ],
  load: () => import('./index.ts'),
}
