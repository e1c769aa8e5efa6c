import { parse } from 'shell-quote'

/** One program to start. */
export interface Step {
  /** Variables written before the program: `GOOS=linux go build`. */
  env: Record<string, string>
  file: string
  args: string[]
}

/** What only a shell can do: pipes, redirects, lists, globs, substitutions, `${NAME:-default}`. */
const SHELL_SYNTAX = /[`|<>;*?[\](){}\n]|\$\(|(^|\s)~|(^|\s)#/

const PLAIN_BRACES = /\$\{[A-Za-z_]\w*\}/g

/** Commands and keywords that are no programs. */
const BUILTINS =
  /^(!|\.|alias|case|cd|command|eval|exec|exit|export|for|function|if|pushd|read|set|shift|source|trap|ulimit|umask|unset|until|wait|while)$/

/**
 * A command line as the programs to start one after the other, which then run the same on every
 * system, Windows included. Undefined where it needs a shell.
 *
 * @param variables what `$NAME` stands for; a name that is not there becomes empty, as in a shell
 */
export function parseCommand(
  line: string,
  variables: Readonly<Record<string, string | undefined>>,
): Step[] | undefined {
  if (SHELL_SYNTAX.test(line.replaceAll(PLAIN_BRACES, ''))) return undefined
  const steps: string[][] = [[]]
  for (const token of parse(line, (name) => variables[name] ?? '')) {
    if (typeof token === 'string') steps.at(-1)!.push(token)
    else if ('op' in token && token.op === '&&') steps.push([])
    else return undefined
  }
  const read = steps.map(readStep)
  return read.every((step) => step !== undefined && !BUILTINS.test(step.file))
    ? (read as Step[])
    : undefined
}

function readStep(words: string[]): Step | undefined {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word))
  const file = words[first]
  if (file === undefined || file === '') return undefined
  const pairs = words.slice(0, first).map((word) => word.split(/=(.*)/s, 2) as [string, string])
  return { env: Object.fromEntries(pairs), file, args: words.slice(first + 1) }
}
