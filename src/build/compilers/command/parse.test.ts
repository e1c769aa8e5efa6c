import { describe, expect, it } from 'vitest'
import { parseCommand } from './parse.ts'

const variables = { OCHE_OUT: 'C:\\my project\\bootstrap', OCHE_TARGET_ARCH: 'arm64' }

describe('parseCommand', () => {
  it('splits words, keeps quoted ones whole, and puts variables in as one word each', () => {
    expect(parseCommand('go build -ldflags="-s -w" -o "$OCHE_OUT" .', variables)).toEqual([
      { env: {}, file: 'go', args: ['build', '-ldflags=-s -w', '-o', variables.OCHE_OUT, '.'] },
    ])
    expect(parseCommand('cc -o $OCHE_OUT ${OCHE_TARGET_ARCH}.c', variables)?.[0]?.args).toEqual([
      '-o',
      variables.OCHE_OUT,
      'arm64.c',
    ])
  })

  it('reads variables before a program, and programs one after the other', () => {
    expect(parseCommand("CGO_ENABLED=0 go vet && make 'a b'", variables)).toEqual([
      { env: { CGO_ENABLED: '0' }, file: 'go', args: ['vet'] },
      { env: {}, file: 'make', args: ['a b'] },
    ])
  })

  it.each([
    'a | b',
    'a > b',
    'a; b',
    'cc *.c',
    'echo $(date)',
    'echo `date`',
    'cd sub && make',
    'if true; then make; fi',
    'echo ${X:-default}',
    'ls ~/src',
    'a || b',
    'A=1',
  ])('leaves %s to a shell', (line) => expect(parseCommand(line, variables)).toBeUndefined())
})
