import type { Command } from '../command.ts'
import { isJsonText } from './json-text.ts'

export const invokeCommand: Command = {
  name: 'invoke',
  summary: 'send one event, print what the function answers',
  positionals: [{ name: 'function' }],
  flags: [
    {
      name: 'event',
      value: 'event',
      summary: 'JSON, a file, - for standard input, a saved event or a sample',
    },
    { name: 'save', value: 'file', summary: 'write the event to a file instead of sending it' },
    { name: 'list-events', summary: 'the names of the sample events' },
    { name: 'local', summary: 'start the function for this one event' },
    { name: 'remote', summary: 'invoke the deployed function' },
  ],
  examples: [
    { line: 'oche invoke --event sqs', summary: 'a sample' },
    { line: 'oche invoke items --event order.json' },
    { line: 'oche invoke --event sqs --save event.json', summary: 'a sample to change' },
    { line: 'oche invoke --remote --event - < order.json' },
  ],
  // A first try is `oche invoke '{}'`.
  misplaced: (word) => (isJsonText(word) ? "Type: oche invoke --event '<JSON>'" : undefined),
  load: () => import('./index.ts'),
}
