import { usageError } from '../../arguments/usage-error.ts'
import { templates, type Lang, type Template } from './templates.ts'

/** What a new project is to be. */
export interface Answers {
  name: string
  lang: Lang
  template: Template
  /** Of TypeScript. */
  engine: string
  access: 'public' | 'iam'
}

/** What was typed: every answer may be missing. */
export interface Given {
  name?: string | undefined
  lang?: string | undefined
  template?: string | undefined
  engine?: string | undefined
  access?: string | undefined
}

interface Choice {
  value: string
  label: string
  hint?: string
}

/** Asks a person; undefined where it was left by Ctrl-C. */
export interface Questions {
  text(
    message: string,
    initial: string,
    problem: (text: string) => string | undefined,
  ): Promise<string | undefined>
  choice(message: string, choices: readonly Choice[]): Promise<string | undefined>
}

/**
 * Fills in what was not typed: by asking, or by what most people want.
 *
 * @param ask undefined where nobody is to be asked
 * @returns undefined where a question was left
 * @throws OcheError `USAGE` where answers do not go together
 */
export async function answersOf(given: Given, ask?: Questions): Promise<Answers | undefined> {
  check(given)
  try {
    const name = given.name ?? (await askName(ask))
    const fixed = langOf(given)
    const lang = fixed ?? (await choose(ask, 'Language', LANGS, 'ts'))
    const template = await templateOf(given, lang as Lang, ask)
    const isTypeScript = lang === 'ts'
    const engine =
      given.engine ?? (isTypeScript ? await choose(ask, 'Engine', ENGINES, 'bun') : 'bun')
    const hasEndpoint = template.endpoint !== undefined
    const access =
      given.access ?? (hasEndpoint ? await choose(ask, 'Who may call it', ACCESS, 'public') : 'iam')
    return { name, lang: lang as Lang, template, engine, access: access as Answers['access'] }
  } catch (thrown) {
    if (thrown === LEFT) return undefined
    throw thrown
  }
}

const LEFT = new Error('a question was left')

const LANGS: Choice[] = [
  { value: 'ts', label: 'TypeScript' },
  { value: 'dart', label: 'Dart' },
]

const ENGINES: Choice[] = [
  { value: 'bun', label: 'Bun', hint: 'fast, most packages run' },
  { value: 'node', label: 'Node.js', hint: 'every package runs, larger' },
  { value: 'quickjs', label: 'QuickJS', hint: '5 MB, starts in milliseconds, few packages' },
]

const ACCESS: Choice[] = [
  { value: 'public', label: 'Anybody on the internet' },
  { value: 'iam', label: 'Those who sign with AWS credentials' },
]

/** What is wrong with the name of a function; undefined where nothing is. */
function nameProblem(name: string): string | undefined {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) return undefined
  return 'Use 1 to 64 letters, digits, - and _, a letter or digit first'
}

/** @throws OcheError `USAGE` */
function checkName(name: string): string {
  const problem = nameProblem(name)
  if (problem === undefined) return name
  throw usageError(`"${name}" cannot be the name of a function`, `${problem}: oche new hello`)
}

function check({ name, lang, template, engine, access }: Given): void {
  if (name !== undefined) checkName(name)
  const chosen = templates.find((one) => one.name === template)
  if (chosen && lang !== undefined && !chosen.langs.includes(lang as Lang)) {
    throw usageError(`--template ${chosen.name} is for --lang ${chosen.langs.join(' and ')}`)
  }
  const isDart = lang === 'dart' || (chosen !== undefined && !chosen.langs.includes('ts'))
  if (engine !== undefined && isDart) throw usageError('--engine is for TypeScript')
  if (access !== undefined && chosen !== undefined && chosen.endpoint === undefined) {
    throw usageError(`--access is for an endpoint, which --template ${chosen.name} does not choose`)
  }
}

/** The language, where what was typed leaves no choice. */
function langOf({ lang, template, engine }: Given): string | undefined {
  if (lang !== undefined) return lang
  if (engine !== undefined) return 'ts'
  const chosen = templates.find((one) => one.name === template)
  return chosen?.langs.length === 1 ? chosen.langs[0] : undefined
}

async function askName(ask: Questions | undefined): Promise<string> {
  if (ask === undefined) throw usageError('oche new needs <name>')
  const name = await ask.text('Name', 'hello', nameProblem)
  if (name === undefined) throw LEFT
  return name
}

async function templateOf(given: Given, lang: Lang, ask: Questions | undefined): Promise<Template> {
  const possible = templates.filter((one) => one.langs.includes(lang))
  const choices = possible.map(({ name, summary }) => ({ value: name, label: name, hint: summary }))
  const name = given.template ?? (await choose(ask, 'Template', choices, 'http'))
  return templates.find((one) => one.name === name)!
}

async function choose(
  ask: Questions | undefined,
  message: string,
  choices: readonly Choice[],
  usual: string,
): Promise<string> {
  if (ask === undefined) return usual
  const value = await ask.choice(message, choices)
  if (value === undefined) throw LEFT
  return value
}
