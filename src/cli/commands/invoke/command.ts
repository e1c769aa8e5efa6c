import type { Command } from '../command.ts'

export const invokeCommand: Command = {
  name: 'invoke',
  summary: 'send one event, print what the function answers',
  positionals: [{ name: 'function' }],
  flags: [
    { name: 'event', value: 'event', summary: 'a file, - for standard input, or a sample name' },
    { name: 'list-events', summary: 'the names of the sample events' },
    { name: 'local', summary: 'start the function for this one event' },
    { name: 'remote', summary: 'invoke the deployed function' },
  ],
  examples: [
    { line: 'oche invoke --event sqs', summary: 'a sample' },
    { line: 'oche invoke items --event order.json' },
    { line: 'oche invoke --remote --event - < order.json' },
  ],
  load: () => import('./index.ts'),
}
