import { ENDPOINT_KINDS } from '../../../core/config/kinds.ts'
import { someFunctions, type Command } from '../command.ts'

const endpoints = ENDPOINT_KINDS.filter((kind) => kind !== 'none')

export const devCommand: Command = {
  name: 'dev',
  summary: 'run the project on this machine as AWS would, rebuild on save',
  positionals: [someFunctions],
  flags: [
    {
      name: 'port',
      value: 'port',
      summary: 'port to listen on; 0 takes a free one',
      default: '3000',
    },
    {
      name: 'host',
      value: 'host',
      summary: 'address to listen on; 0.0.0.0 lets other machines in',
      default: '127.0.0.1',
    },
    {
      name: 'as',
      value: 'kind',
      choices: endpoints,
      summary: 'call functions as this kind of endpoint does',
      default: "oche.yaml's",
    },
    { name: 'artifact', value: 'file', summary: 'run this bootstrap or zip, build nothing' },
    {
      name: 'allow-host',
      value: 'names',
      summary: 'host names, too, by which SDKs may call it, such as host.docker.internal',
    },
    {
      name: 'concurrency',
      value: 'n',
      summary: 'requests that a function answers at once, each in a process of its own',
      default: 'cores × 2',
    },
    {
      name: 'inspect',
      value: '[host:]port',
      standsAlone: true,
      summary: 'let a debugger attach',
      default: '127.0.0.1:9229',
    },
    {
      name: 'release',
      summary: 'Dart: run what Lambda runs, compiled ahead of time, instead of the virtual machine',
    },
    { name: 'no-watch', summary: 'do not rebuild when a file is saved' },
    { name: 'no-console', summary: 'without the console, the page that shows requests and logs' },
    { name: 'console-port', value: 'port', summary: 'port of the console', default: 'a free one' },
  ],
  examples: [
    { line: 'oche dev' },
    { line: 'oche dev items --port 0', summary: 'one function, on a free port' },
    { line: 'oche dev --as rest', summary: 'as a REST API calls functions' },
  ],
  load: () => import('./index.ts'),
}
