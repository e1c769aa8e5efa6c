import type { Command } from '../command.ts'
import { isJsonText } from './json-text.ts'

export const invokeCommand: Command = {
  name: 'invoke',
  summary: 'send one event to a function, print what it answers',
  positionals: [{ name: 'function' }],
  flags: [
    {
      name: 'event',
      value: 'event',
      summary: 'what is sent: JSON, a file, - for standard input, a saved event or a sample',
      default: 'GET /',
    },
    { name: 'list-events', summary: 'list the samples' },
    { name: 'save', value: 'file', summary: 'write the event to a file instead of sending it' },
    {
      name: 'local',
      summary: 'build and start the function for this one event, though "oche dev" may run',
    },
    { name: 'remote', summary: 'invoke the function that is deployed' },
  ],
  examples: [
    { line: 'oche invoke', summary: 'GET /, or a route of the function' },
    { line: 'oche invoke --event sqs', summary: 'another sample' },
    { line: 'oche invoke items --event order.json' },
    { line: 'oche invoke --event sqs --save event.json', summary: 'a sample to edit' },
    { line: 'oche invoke --remote --event - < order.json' },
  ],
  // A first try is `oche invoke '{}'`.
  misplaced: (word) => (isJsonText(word) ? "Type: oche invoke --event '<JSON>'" : undefined),
  load: () => import('./index.ts'),
}
