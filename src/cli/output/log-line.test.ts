import { describe, expect, it } from 'vitest'
import { colouredLine, readableLine } from './log-line.ts'

const prefix = '2026-07-10T19:19:04.836Z\t5f6b1a3c-7d6e-4f2a-9b8c-0d1e2f3a4b5c'
const shown = (line: string) => readableLine(line, '/app').text
const marked = (line: string) =>
  colouredLine(line, '/app', (colour, text) => `<${colour} ${text}>`).text
const error = (told: object) => `${prefix}\tERROR\tInvoke Error \t${JSON.stringify(told)}`

describe('a line of a function', () => {
  it.each([
    [`${prefix}\tINFO\thello\tyou`, 'hello\tyou'],
    [`${prefix}\tERROR\tit failed`, 'ERROR it failed'],
    ['2026-07-10T19:19:04.836Z\tundefined\tINFO\twhile loading', 'while loading'],
    [`${prefix}\tINFO\tfirst\rsecond`, 'first\n  second'],
    [`${prefix}\tINFO\t`, ''],
    ['written by something else\twith tabs', 'written by something else\twith tabs'],
  ])('%j', (line, text) => {
    expect(readableLine(line, '/app')).toEqual({ text, isFailure: false })
  })

  it('that has a stack in it keeps the frames of the project', () => {
    const stack = [
      `${prefix}\tERROR\tbad Error: x`,
      '    at <anonymous> (/app/src/index.ts:8:60)',
      '    at new Promise (native:1:11)',
      '    at watch (/app/.oche/hello/entry/runtime/faults.js:27:24)',
      '    at query (/app/node_modules/pg/lib/client.js:3:1)',
    ]
    expect(shown(stack.join('\r'))).toBe('ERROR bad Error: x\n    at src/index.ts:8:60')
  })
})

describe('an error that ends an invocation', () => {
  it('is its type, its message and the frames of the project', () => {
    const told = error({
      errorType: 'NoItem',
      errorMessage: 'no such item 7',
      name: 'NoItem',
      stack: [
        'NoItem: no such item 7',
        '    at find (/app/src/index.ts:3:13)',
        '    at async file:///app/src/handlers/get.ts:9:31',
        '    at new Promise (<anonymous>)',
        '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
        '    at poll (/app/.oche/hello/entry/runtime/run.js:69:15)',
      ],
    })
    expect(readableLine(told, '/app')).toEqual({
      text: [
        'NoItem: no such item 7',
        '    at find (src/index.ts:3:13)',
        '    at src/handlers/get.ts:9:31',
      ].join('\n'),
      isFailure: true,
    })
  })

  it('tells what caused it, and what caused that', () => {
    const cause = { errorType: 'Closed', errorMessage: 'database closed', cause: 'a timeout' }
    expect(shown(error({ errorType: 'Error', errorMessage: 'no', cause }))).toBe(
      ['Error: no', 'caused by Closed: database closed', 'caused by a timeout'].join('\n'),
    )
  })

  it('is read in Dart too', () => {
    const told = error({
      errorType: 'StateError',
      errorMessage: 'Bad state: no',
      stackTrace: [
        '#0      find (file:///app/bin/api.dart:3:5)',
        '#1      _RootZone.run (dart:async/zone.dart:1399:54)',
        '#2      serve (package:oche/src/serve.dart:10:3)',
      ],
    })
    expect(shown(told)).toBe('StateError: Bad state: no\n    at find (bin/api.dart:3:5)')
  })

  it('that Dart has logged as text has the project’s frames, and no line that says it waits', () => {
    const line = [
      `${prefix}\tERROR\tsave failed: StateError: no`,
      '#0      find (file:///app/bin/api.dart:3:5)',
      '<asynchronous suspension>',
      '#1      guard.run (package:oche/src/runtime/guard.dart:46:21)',
      '<asynchronous suspension>',
    ].join('\r')
    expect(shown(line)).toBe('ERROR save failed: StateError: no\n    at find (bin/api.dart:3:5)')
  })

  it('that ended Dart has each frame in a line of its own', () => {
    expect(shown('#0      main (file:///app/bin/api.dart:1:62)')).toBe(
      '    at main (bin/api.dart:1:62)',
    )
    const foreign = '#1      _RootZone.run (dart:async/zone.dart:1399:54)'
    expect(shown(foreign)).toBe(foreign)
  })

  it('of a recursion is told by its first frames', () => {
    const frames = Array.from(
      { length: 100 },
      (_, at) => `#${at}      f (file:///app/bin/api.dart:3:5)`,
    )
    const line = [`${prefix}\tERROR\tStack Overflow`, ...frames, '...', ...frames].join('\r')
    expect(shown(line).split('\n')).toHaveLength(11)
  })

  it('is red on a terminal, its frames are not; a line that ends nothing has no colour', () => {
    const told = { errorType: 'No', errorMessage: 'no', stack: ['at /app/a.ts:1:2'] }
    expect(marked(error(told))).toBe('<red No: no>\n    at a.ts:1:2')
    expect(marked(`${prefix}\tINFO\thello\n`)).toBe('hello')
  })

  it('that is no JSON stays as it is', () => {
    expect(shown(`${prefix}\tERROR\tInvoke Error \t{half`)).toBe('ERROR Invoke Error \t{half')
  })
})
