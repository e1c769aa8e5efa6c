import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { root } from './cli.ts'

/** Writes the declarations of all sources into a folder, without their comments. */
export function emitDeclarations(folder: string): void {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const options = ['--emitDeclarationOnly', '--removeComments', '--outDir', folder]
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), ...options])
}

interface Origin {
  file: string
  name: string
}

interface Declarations {
  /** By name: the statements that declare it. */
  own: Map<string, string[]>
  /** By name as it is used here: where it comes from. Those of packages are left out. */
  elsewhere: Map<string, Origin>
}

/**
 * The text of everything that an entry's exports consist of, down to what packages declare.
 *
 * @param folder as of `emitDeclarations`
 * @param entry path below it
 */
export function publicTypes(folder: string, entry: string): string {
  const seen = new Map<string, Set<string>>()
  const files = new Map<string, Declarations>()
  const open: Origin[] = exportedBy(join(folder, entry))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { file, name } = next
    const declarations = files.get(file) ?? declarationsIn(file)
    files.set(file, declarations)
    const origin = declarations.elsewhere.get(name)
    if (origin !== undefined) open.push(origin)
    const texts = declarations.own.get(name)
    const known = seen.get(file) ?? new Set()
    if (texts === undefined || known.has(name)) continue
    seen.set(file, known.add(name))
    open.push(...texts.flatMap(namesIn).map((used) => ({ file, name: used })))
  }
  const sections = [...seen].map(([file, names]) => {
    const { own } = files.get(file)!
    const statements = [...own].filter(([name]) => names.has(name)).flatMap(([, texts]) => texts)
    return `// ${relative(folder, file).replaceAll(sep, '/')}\n${statements.join('')}`
  })
  return sections.toSorted().join('\n')
}

/** `export { a, type B } from './x.ts'`; an entry declares nothing itself. */
const REEXPORT = /^(?:export|import) (?:type )?\{([^}]*)\} from ['"](\.[^'"]+)['"]/

function exportedBy(file: string): Origin[] {
  return [...declarationsIn(file).elsewhere.keys()].map((name) => ({ file, name }))
}

function declarationsIn(file: string): Declarations {
  const own = new Map<string, string[]>()
  const elsewhere = new Map<string, Origin>()
  for (const statement of statementsIn(readFileSync(file, 'utf8'))) {
    const [, list, from] = REEXPORT.exec(statement) ?? []
    for (const { name, as } of list === undefined ? [] : listed(list)) {
      elsewhere.set(as, { file: sourceOf(file, from!), name })
    }
    const declared = /^(?:export )?(?:declare )?(?:const|function|class|interface|type) (\w+)/
    const name = declared.exec(statement)?.[1]
    if (name !== undefined) own.set(name, [...(own.get(name) ?? []), statement])
  }
  return { own, elsewhere }
}

/** The compiler begins every statement at the margin, and nothing else but closing brackets. */
function statementsIn(text: string): string[] {
  return text.split(/^(?=[a-z])/m)
}

function listed(list: string): { name: string; as: string }[] {
  return list
    .split(',')
    .map((one) => one.trim().replace(/^type /, ''))
    .filter((one) => one !== '')
    .map((one) => {
      const [name, as = name] = one.split(' as ')
      return { name: name!, as: as! }
    })
}

function sourceOf(file: string, specifier: string): string {
  return resolve(dirname(file), specifier.replace(/\.(ts|js)$/, '.d.ts'))
}

/** Names that a statement uses; those of members are none. */
function namesIn(statement: string): string[] {
  return [...statement.matchAll(/(?<![.\w$'"])[A-Za-z_$][\w$]*(?!\??:|[\w$'"])/g)].map(
    ([name]) => name,
  )
}
