import { parse as splitWords } from 'shell-quote'

const ASSIGNMENT =
  /^\s*(?:export\s+|readonly\s+|local\s+|ARG\s+|ENV\s+)?([A-Za-z_]\w*)\s*[:?]?=\s*("[^"]*"|'[^']*'|[^\s;#]*)\s*(?:[;#].*)?$/

/** Words of each command of a script, a Makefile or a Dockerfile; a variable that is not known stays `${NAME}`. */
export function commandsIn(text: string): string[][] {
  const lines = text
    .replaceAll(/\\\r?\n/g, ' ')
    .replaceAll(/\$\((\w+)\)/g, '${$1}')
    .split(/\r?\n/)
  const variables = variablesIn(lines)
  return lines.flatMap((line) => commandsOf(line.replace(/^\s*(RUN|@)\s*/, ''), variables))
}

function commandsOf(line: string, variables: Variables): string[][] {
  const commands: string[][] = [[]]
  const valueOf = (name: string) => variables.get(name.replace(/:?-.*$/, '')) ?? `\${${name}}`
  for (const word of splitWords(line, valueOf)) {
    if (typeof word === 'string') commands.at(-1)!.push(word)
    else if ('op' in word && word.op !== 'glob') commands.push([])
  }
  // What a shell inside of a container is told is commands as well.
  const inner = commands.flatMap((words) => {
    const at = words.findIndex((word) => /^-\w*c$/.test(word))
    return /^(ba)?sh$/.test(words[at - 1] ?? '') ? commandsOf(words[at + 1] ?? '', variables) : []
  })
  return [...commands.filter((words) => words.length > 0), ...inner]
}

type Variables = ReadonlyMap<string, string>

/** Variables that a script sets to one text; those that depend on what it runs are left out. */
function variablesIn(lines: readonly string[]): Variables {
  const found = new Map<string, string>()
  const several = new Set<string>()
  for (const line of lines) {
    const [, name, quoted] = ASSIGNMENT.exec(line) ?? []
    if (name === undefined || quoted === undefined) continue
    const written = quoted.replace(/^(["'])(.*)\1$/, '$2')
    const value = written.replaceAll(
      /\$\{?(\w+)(?::?-([^}]*))?\}?/g,
      (reference, other, standard) =>
        other === name ? (standard ?? reference) : (found.get(other) ?? standard ?? reference),
    )
    if (found.has(name) && found.get(name) !== value) several.add(name)
    if (!/[$`]/.test(value)) found.set(name, value)
  }
  for (const name of several) found.delete(name)
  return found
}
