import { expect, it } from 'vitest'
import { stackFrame } from './stack-frame.ts'

it.each([
  'file://another.host/a.js',
  'file:///a%2Fb.js',
  'file://[',
  'file:///%zz.js',
  'file:///a%00.js',
])('a place that is no file of this machine has no path: %s', (place) => {
  expect(stackFrame(`    at run (${place}:1:2)`, '/shop')).toMatchObject({
    path: undefined,
    line: 1,
  })
})
