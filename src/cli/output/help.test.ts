import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../arguments/parse.ts'
import { commands } from '../commands/index.ts'
import { helpText } from './help.ts'

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')
const helps = [undefined, ...commands]

describe('helpText', () => {
  it.each(helps)('fits a screen of 80 columns and 34 lines', (command) => {
    const lines = helpText(command, 80).split('\n')
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines.length).toBeLessThanOrEqual(34)
  })

  it.each([50, 60, 80, 120])('breaks no word and is never wider than %s columns', (columns) => {
    for (const command of helps) {
      const lines = helpText(command, columns).split('\n')
      expect(lines.filter((line) => line.length > columns)).toEqual([])
      expect(words(lines.join(' '))).toEqual(words(helpText(command, 1000)))
    }
  })

  it('shows examples that the command takes', () => {
    for (const { name, examples } of commands) {
      expect(examples.length).toBeGreaterThan(0)
      for (const { line } of examples) {
        const [oche, ...argv] = line.replace(/ [<>] .*$/, '').split(' ')
        expect(oche).toBe('oche')
        expect(parseCommandLine(argv)).toMatchObject({ kind: 'run', command: { name } })
      }
    }
  })
})
