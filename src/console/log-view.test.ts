import { expect, it } from 'vitest'
import { lineView } from './log-view.ts'

const view = (line: string, from: 'stdout' | 'fault' = 'stdout') =>
  lineView({ at: 0, from, line, extension: undefined }, '/home/me/shop')

it('time and request id stand elsewhere, the level apart', () => {
  const line = '2026-11-27T10:00:00.000Z\t1b2c\tWARN\tlow on stock\rtwo left'
  expect(view(line)).toMatchObject({ level: 'WARN', text: 'low on stock\ntwo left', isJson: false })
})

it('an error is its type, its message and its frames, each with its place in the project', () => {
  const stack = ['Bad: no', 'at pick (/home/me/shop/src/a.ts:3:5)', 'at run (node:internal/x:1:1)']
  const error = { errorType: 'Bad', errorMessage: 'no', stack }
  const line = `2026-11-27T10:00:00.000Z\t1b2c\tERROR\tInvoke Error \t${JSON.stringify(error)}`
  expect(view(line)).toMatchObject({
    level: 'ERROR',
    text: `Bad: no\n${stack[1]}\n${stack[2]}`,
    frames: [
      { row: 1, place: { path: 'src/a.ts', line: 3, column: 5 } },
      { row: 2, place: undefined },
    ],
  })
})

it('a line of JSON is one, with the level that it tells', () => {
  expect(view('{"level":"debug","n":1}')).toMatchObject({ isJson: true, level: 'DEBUG' })
  const inColumns = '2026-11-27T10:00:00.000Z\t1b2c\tINFO\t{"level":"warn"}'
  expect(view(inColumns)).toMatchObject({ isJson: true, level: 'WARN' })
  expect(view('[1,2]')).toMatchObject({ isJson: true, level: undefined })
  expect(view('{no json')).toMatchObject({ isJson: false })
  expect(view('items ended', 'fault').level).toBe('ERROR')
})

it('colours and links of a terminal are left out, and do not hide JSON', () => {
  expect(view('\u001b[31mred\u001b[0m <b>').text).toBe('red <b>')
  expect(view('\u001b]8;;http://a.example\u0007link\u001b]8;;\u0007').text).toBe('link')
  expect(view('\u001b[32m{"level":"warn"}\u001b[39m')).toMatchObject({
    isJson: true,
    level: 'WARN',
  })
})

it('no place outside of the project is one to open', () => {
  const frames = [{ row: 0, place: undefined }]
  expect(view('at a (/etc/passwd:1:1)').frames).toEqual(frames)
  expect(view('at a (/home/me/shop/node_modules/x/index.js:1:1)').frames).toEqual(frames)
})
