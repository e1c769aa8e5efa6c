import { describe, expect, it } from 'vitest'
import { commands } from '../commands/index.ts'
import { globalFlags } from './global-flags.ts'
import { parseCommandLine } from './parse.ts'

const run = (...argv: string[]) => {
  const parsed = parseCommandLine(argv)
  if (parsed.kind !== 'run') throw new Error(`parsed as ${parsed.kind}`)
  return parsed
}
const refused = (...argv: string[]) => {
  try {
    parseCommandLine(argv)
  } catch (error) {
    return error
  }
  throw new Error('was accepted')
}

describe('parseCommandLine', () => {
  it('takes flags before and after the command, with and without an equals sign', () => {
    const { command, args } = run('--cwd', 'x', 'build', 'one', '--arch=both', 'two', '-v')
    expect(command.name).toBe('build')
    expect(args.positionals).toEqual(['one', 'two'])
    expect(args.text('cwd')).toBe('x')
    expect(args.text('arch')).toBe('both')
    expect(args.has('verbose')).toBe(true)
  })

  it.each([[[]], [['--help']], [['help']], [['build', '-h']], [['help', 'build']]])(
    'shows help for %j',
    (argv) => {
      expect(parseCommandLine(argv).kind).toBe('help')
    },
  )

  it.each([
    [['invoke', '{}'], 'oche invoke does not take "{}" in this place', /--event '<JSON>'/],
    [['invoke', 'f', '[1]'], 'oche invoke does not take "[1]" in this place', /--event '<JSON>'/],
    [['biuld'], 'there is no command "biuld"', 'Did you mean "oche build"?'],
    [['build', '--arhc', 'x'], 'there is no flag --arhc of oche build', 'Did you mean "--arch"?'],
    [['build', '--arch', 'arm'], '--arch takes arm64, x86_64, both, not "arm"', /"arm64"/],
    [['build', '--arch'], '--arch needs a value: --arch <arch>', /help/],
    [['build', '--arch', '--json'], '--arch needs a value: --arch <arch>', /help/],
    [['build', '--json=yes'], '--json takes no value', /help/],
    [['new', 'a', 'b'], 'oche new does not take "b"', 'Type: oche new --help'],
  ])('refuses %j', (argv, message, remedy) => {
    expect(refused(...argv)).toMatchObject({ code: 'USAGE', exit: 2, message })
    expect((refused(...argv) as { remedy: string }).remedy).toMatch(remedy)
  })

  it.each(Object.getOwnPropertyNames(Object.prototype))('%s is as unknown as any word', (word) => {
    expect(refused(word)).toMatchObject({ code: 'USAGE' })
    expect(refused('build', `--${word}`)).toMatchObject({ code: 'USAGE' })
    expect(refused('build', '--arch', word)).toMatchObject({ code: 'USAGE' })
  })

  it.each(['amd64', 'x64', 'x86-64', 'intel'])('--arch %s is told with x86_64', (word) => {
    expect(refused('build', '--arch', word)).toMatchObject({ remedy: 'Did you mean "x86_64"?' })
  })

  it.each(
    commands.flatMap(({ name, flags }) =>
      flags.flatMap((flag) => (flag.goesWith === undefined ? [] : [[name, flag] as const])),
    ),
  )('oche %s does not silently leave out %j', (command, { name, value, choices, goesWith }) => {
    const flag = value === undefined ? `--${name}` : `--${name}=${choices?.[0] ?? '1'}`
    const without = goesWith!.startsWith('--') ? [] : ['another']
    expect(refused(command, ...without, flag)).toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(`--${name} goes with `),
      remedy: expect.stringContaining(goesWith!),
    })
    // What is to be typed is whole: with its value.
    if (!goesWith!.startsWith('--')) {
      expect(refused(command, ...without, flag)).toMatchObject({
        remedy: expect.stringContaining(`${goesWith} ${flag.replace('=', ' ')}, or leave`),
      })
    }
    const other = goesWith === '--compare' ? '--compare=x' : goesWith!
    expect(run(command, other, flag).args.has(name)).toBe(true)
  })

  it('makes no guess that is none', () => {
    expect(refused('new', 'a', '--lang', 'go')).toMatchObject({ remedy: 'Type: oche new --help' })
  })

  it('knows a flag of the same name as taking a value for all commands, or for none', () => {
    const kinds = new Map<string, boolean>()
    for (const { name, value } of [...globalFlags, ...commands.flatMap(({ flags }) => flags)]) {
      expect(kinds.get(name) ?? value !== undefined, name).toBe(value !== undefined)
      kinds.set(name, value !== undefined)
    }
  })
})
