import type { Random } from '../random.ts'
import type { Tree } from './tree.ts'

/** Something that a person, or a tool of theirs, does to a project between two builds. */
export interface Edit {
  name: string
  /** No build may come of it. */
  isIrrelevant?: boolean
  apply(tree: Tree, random: Random): void
}

/** Packages of both kinds that are there from the start. */
export function beginTypeScript(tree: Tree): void {
  tree.write('project/oche.yaml', 'name: oracle\nsource: src/start.ts\n')
  tree.write('project/package.json', '{ "name": "oracle", "type": "module" }\n')
  for (const name of ['first', 'second']) tree.write(`project/src/${name}.ts`, entry(name))
  tree.link('project/src/start.ts', 'project/src/first.ts')
  for (const name of ['one', 'two']) {
    tree.write(`project/src/kinds/${name}.ts`, `export const kind = '${name}'\n`)
    tree.write(`project/src/${name}/placed.ts`, `export const placed = '${name}'\n`)
  }
  tree.link('project/src/kind.ts', 'project/src/kinds/one.ts')
  tree.link('project/src/elsewhere', 'project/src/two')
  tree.write('project/src/near/index.ts', 'export const near = 1\n')
  tree.write('project/src/unused.ts', 'export const unused = 1\n')
  tree.write('project/src/text.txt', 'text')
  tree.write('project/src/a/aliased.ts', 'export const aliased = "a"\n')
  tree.write('project/src/b/aliased.ts', 'export const aliased = "b"\n')
  tree.write('project/tsconfig.json', '{ "extends": "./base.json" }\n')
  tree.write('project/base.json', alias('a'))
  tree.write('linked/package.json', '{ "name": "linked", "exports": "./hand-on.js" }\n')
  tree.write('linked/hand-on.js', 'module.exports = require("./lib/one")\n')
  tree.write('linked/lib/one.js', 'exports.linked = 1\n')
  tree.write('linked/lib/two.js', 'exports.linked = 2\n')
  tree.link('project/node_modules/linked', 'linked')
  hoist(tree, 1)
  isolate(tree, 1)
}

function entry(name: string): string {
  return `import { near } from './near'
import { aliased } from '@/aliased'
import linked from 'linked'
import hoisted from 'hoisted'
import isolated from 'isolated'
import { kind } from './kind'
import { placed } from './one/placed'
import { placed as other } from './elsewhere/placed'
import { unused } from './unused'
import text from './text.txt'
const all = [near, aliased, linked, hoisted, isolated, kind, placed, other, text]
export const handler = async () => ['${name}', ...all, process.env.NODE_ENV]
`
}

/** Sources, settings and packages of a bundle. */
export const typescriptEdits: readonly Edit[] = [
  change('a source', 'project/src/near/index.ts', (n) => `export const near = ${n}\n`),
  change('a module of which nothing is used', 'project/src/unused.ts', (n) =>
    n % 2 === 0
      ? `export const unused = ${n}\n`
      : `export const unused = 1\nglobalThis.effect = ${n}\n`,
  ),
  change('a text that is imported', 'project/src/text.txt', (n) => `text ${n}`),
  {
    name: 'a module takes the place of a folder, or gives it back',
    apply(tree, random) {
      if (random.once(2)) tree.remove('project/src/near.ts')
      else tree.write('project/src/near.ts', `export const near = "file ${random.below(3)}"\n`)
    },
  },
  {
    name: 'the source of the function is a link, and leads elsewhere',
    apply: (tree, random) =>
      tree.link('project/src/start.ts', `project/src/${random.pick(['first', 'second'])}.ts`),
  },
  {
    name: 'a link to a source leads elsewhere',
    apply: (tree, random) =>
      tree.link('project/src/kind.ts', `project/src/kinds/${random.pick(['one', 'two'])}.ts`),
  },
  {
    name: 'a link to a folder leads elsewhere',
    apply: (tree, random) =>
      tree.link('project/src/elsewhere', `project/src/${random.pick(['one', 'two'])}`),
  },
  {
    name: 'two folders change places',
    apply: (tree) => tree.swap('project/src/one', 'project/src/two'),
  },
  {
    name: 'a package of the folder’s own takes the place of the hoisted one, or gives it back',
    apply(tree, random) {
      const folder = 'project/src/node_modules/hoisted'
      if (random.once(2)) return tree.remove('project/src/node_modules')
      tree.write(`${folder}/package.json`, '{ "name": "hoisted", "main": "index.js" }')
      tree.write(`${folder}/index.js`, `module.exports = "own ${random.below(3)}"\n`)
    },
  },
  change('the base of tsconfig.json', 'project/base.json', (n) => alias(n % 2 === 0 ? 'a' : 'b')),
  {
    name: 'another base of tsconfig.json',
    apply(tree, random) {
      tree.write('other.json', alias(random.pick(['a', 'b']), './project'))
      const base = random.pick(['./base.json', '../other.json', '@base/tsconfig.json'])
      tree.install('project/node_modules/@base/tsconfig.json', alias('b', '../..'))
      tree.write('project/tsconfig.json', `{ // the base\n  "extends": "${base}",\n}\n`)
    },
  },
  change('exports of a linked package', 'linked/package.json', (n) =>
    JSON.stringify({ name: 'linked', exports: n % 2 === 0 ? './hand-on.js' : './lib/two.js' }),
  ),
  change('a module that hands on another', 'linked/hand-on.js', (n) =>
    n % 2 === 0
      ? 'module.exports = require("./lib/one")\n'
      : 'module.exports = require("./lib/two")\n',
  ),
  change('a source of a linked package', 'linked/lib/one.js', (n) => `exports.linked = ${n}\n`),
  { name: 'npm installs another version', apply: (tree, random) => hoist(tree, random.below(4)) },
  {
    name: 'pnpm installs another version',
    apply: (tree, random) => isolate(tree, random.below(4)),
  },
  {
    name: 'yarn installs another version',
    apply(tree, random) {
      put(tree, 'project/node_modules/hoisted', random.below(4))
      tree.write('project/node_modules/.yarn-state.yml', `# ${random.below(9)}\n`)
    },
  },
  {
    name: 'times are touched',
    isIrrelevant: true,
    apply: (tree, random) => tree.touch(random),
  },
  {
    name: 'NODE_ENV of the shell',
    isIrrelevant: true,
    apply(_, random) {
      process.env['NODE_ENV'] = random.pick(['production', 'development', 'test'])
    },
  },
  ...unrelated(['project/README.md', 'project/src/notes.txt', 'project/data/x.csv']),
]

export function beginCommand(tree: Tree, executable: Buffer): void {
  tree.write(
    'project/oche.yaml',
    'name: oracle\nbuild: node build.mjs\ninclude: [{ from: data }, { from: one.txt, to: two.txt }]\n',
  )
  tree.write(
    'project/build.mjs',
    `import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
const parts = readdirSync('src').toSorted().map((name) => readFileSync('src/' + name))
const mode = Buffer.from(String(process.env.MODE_OF_BUILD))
writeFileSync(process.env.OCHE_OUT, Buffer.concat([Buffer.from('${executable.toString('base64')}', 'base64'), ...parts, mode]))
`,
  )
  tree.write('project/src/a.c', '1')
  tree.write('project/data/a.txt', '1')
  tree.write('project/one.txt', '1')
}

/** A compiler of the user's, of which nobody knows what it reads, and included files. */
export const commandEdits: readonly Edit[] = [
  change('a source', 'project/src/a.c', String),
  change('an included file', 'project/one.txt', String),
  change('a file of an included folder', 'project/data/a.txt', String),
  {
    name: 'sources and included files come and go',
    apply(tree, random) {
      const file = random.pick(['project/src/b.c', 'project/data/deep/b.txt'])
      if (random.once(2)) tree.remove(file)
      else tree.write(file, String(random.below(3)))
    },
  },
  {
    name: 'a variable that only the script reads',
    apply(_, random) {
      process.env['MODE_OF_BUILD'] = random.pick(['fast', 'small'])
    },
  },
  { name: 'times are touched', isIrrelevant: true, apply: (tree, random) => tree.touch(random) },
]

function change(name: string, file: string, text: (n: number) => string): Edit {
  return {
    name: `${name} changes`,
    apply: (tree, random) => tree.write(file, text(random.below(6))),
  }
}

function unrelated(files: readonly string[]): Edit[] {
  return files.map((file) => ({
    name: `${file}, which nobody imports`,
    isIrrelevant: true,
    apply: (tree, random) => tree.write(file, String(random.below(100))),
  }))
}

/** @param up from the file that holds it to the project */
function alias(folder: string, up = '.'): string {
  return JSON.stringify({ compilerOptions: { paths: { '@/*': [`${up}/src/${folder}/*`] } } })
}

function put(tree: Tree, folder: string, version: number): void {
  const name = folder.split('/').at(-1)!
  tree.install(`${folder}/package.json`, JSON.stringify({ name, version: `${version}.0.0` }))
  tree.install(`${folder}/index.js`, `module.exports = '${name} ${version}'\n`)
}

/** npm: everything beside each other, and a record of it. */
function hoist(tree: Tree, version: number): void {
  put(tree, 'project/node_modules/hoisted', version)
  tree.write('project/node_modules/.package-lock.json', JSON.stringify({ version }))
  tree.write('project/package-lock.json', JSON.stringify({ version }))
}

/** pnpm: a folder for each version, and links. */
function isolate(tree: Tree, version: number): void {
  const store = `project/node_modules/.pnpm/isolated@${version}.0.0/node_modules/isolated`
  put(tree, store, version)
  tree.link('project/node_modules/isolated', store)
  tree.write('project/pnpm-lock.yaml', `isolated: ${version}.0.0\n`)
}
