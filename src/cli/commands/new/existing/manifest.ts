import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { defaultSource } from '../../../../core/find-project.ts'
import { record } from './found.ts'
import { sourcesOf } from './source.ts'

/** What package.json or pubspec.yaml says of a project. */
export interface Manifest {
  file: string
  name: string | undefined
  /** Names of packages that are used. */
  packages: readonly string[]
  /** What is started: files without their endings, or with them. */
  starts: readonly string[]
  /** True where it cannot be read. */
  isBroken: boolean
}

export function readManifest(root: string): Manifest | undefined {
  for (const file of ['package.json', 'pubspec.yaml']) {
    if (!existsSync(join(root, file))) continue
    const data = parsed(file, readFileSync(join(root, file), 'utf8'))
    const { name, main, module, scripts, dependencies } = record(data)
    const started = Object.values(record(scripts)).flatMap((script) => filesIn(String(script)))
    return {
      file,
      name: typeof name === 'string' ? name.replace(/^@[^/]*\//, '') : undefined,
      packages: Object.keys(record(dependencies)),
      starts: [main, module, ...started].filter((one) => typeof one === 'string'),
      isBroken: data === undefined,
    }
  }
  return undefined
}

function parsed(file: string, text: string): unknown {
  try {
    return file === 'package.json' ? JSON.parse(text) : parseYaml(text)
  } catch {
    return undefined
  }
}

/** `node dist/main`, `tsx watch src/server.ts` */
function filesIn(script: string): string[] {
  const words = script.split(/\s+/)
  return words.filter((word, index) => {
    const isStarted = words
      .slice(0, index)
      .some((one) => /^(node|tsx|ts-node|nodemon|bun)$/.test(one))
    return isStarted && /^[\w./-]+$/.test(word) && /[/.]/.test(word)
  })
}

/** The source of an application that says nothing of Lambda, and what is left to be done to it. */
export interface Application {
  source: string | undefined
  handler?: string | undefined
  /** A sentence without its end; undefined where it can be served as it is. */
  todo?: string | undefined
}

const USUAL = ['src/main', 'src/app', 'src/server', 'app', 'server', 'main', 'index', 'src/index']

/** Frameworks that build a server of their own. */
const OWN_SERVER = ['next', 'nuxt', '@sveltejs/kit', 'astro', '@remix-run/node', '@angular/ssr']

export function findApplication(
  root: string,
  manifest: Manifest | undefined,
  name: string,
): Application {
  const usual = defaultSource(root, manifest?.name ?? name)
  const own = manifest?.packages.find((one) => OWN_SERVER.includes(one))
  if (own !== undefined && usual === undefined) {
    return { source: undefined, todo: `${own} builds a server of its own, which Oche does not run` }
  }
  const named = [...(manifest?.starts ?? []), ...USUAL]
    .map((file) => posix.normalize(file))
    .flatMap((file) => sourcesOf(file.replace(/\.[cm]?[jt]sx?$/, '')))
  const all = [...(usual === undefined ? [] : [usual]), ...named]
  const there = [...new Set(all)].filter((file) => existsSync(join(root, file)))
  const texts = there.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const)
  const [source, text] = texts.find(([, one]) => exportsHandler(one)) ?? texts[0] ?? []
  if (source === undefined || text === undefined) return { source: undefined }
  const [, app] = /^export (?:const|let) (app|server)\b/m.exec(text) ?? []
  const isNamed = app !== undefined && !EXPORTS.test(text)
  return {
    source,
    handler: isNamed ? `index.${app}` : undefined,
    todo: source.endsWith('.dart') ? undefined : leftToDo(source, text, manifest?.packages ?? []),
  }
}

const EXPORTS =
  /^\s*(export default\b|export \{[^}]*\b(default|handlers?)\b|module\.exports\b|exports\.handlers?\b|export (const|let|var|async function|function) handlers?\b)/m

function exportsHandler(text: string): boolean {
  return EXPORTS.test(text) || /^export (const|let) (app|server)\b/m.test(text)
}

function leftToDo(source: string, text: string, packages: readonly string[]): string | undefined {
  const listens = /\.listen\s*\(/.test(text) && !/import\.meta\.main|require\.main/.test(text)
  if (exportsHandler(text)) {
    return listens ? `${source} calls listen: leave that out, Oche does it` : undefined
  }
  // An empty file, or one that passes on what others export, says nothing against it.
  if (!listens) return undefined
  if (packages.includes('@nestjs/core')) {
    return `${source} listens on a port: write "export default await NestFactory.create(AppModule)" there instead`
  }
  const line = /\brequire\(/.test(text) ? 'module.exports = app' : 'export default app'
  return `${source} listens on a port: write "${line}" there instead, with the name that the application has`
}
