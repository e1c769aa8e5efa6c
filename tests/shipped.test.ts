import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { init, parse } from 'es-module-lexer'
import { describe, expect, it } from 'vitest'
import { root } from './support/cli.ts'

const dist = join(root, 'dist')
const modules = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.js') && !file.startsWith(join('console', 'page')),
)
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

/** For a proxy that asks for Negotiate: who has one installs it beside Oche. */
const OPTIONAL = ['kerberos']

/** Licences that let their code be passed on with ours, if their text is. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  '(MIT AND Zlib)',
]

describe('what npm installs', () => {
  it('imports nothing that is not installed with it', async () => {
    await init
    const imported = modules.flatMap((file) =>
      parse(readFileSync(join(dist, file), 'utf8'))[0].flatMap(({ specifier: name }) =>
        name === null || name === undefined || name.startsWith('.') ? [] : [name],
      ),
    )
    expect(imported).toContain('node:fs')
    const packages = [...new Set(imported)].filter((name) => !isBuiltin(name))
    expect(packages.filter((name) => !(name in dependencies))).toEqual(OPTIONAL)
  })

  it('has the licence of every package whose code is in it', () => {
    const text = readFileSync(join(dist, 'THIRD_PARTY.md'), 'utf8')
    const named = [...text.matchAll(/^- (\S+) \S+ \((.*)\)$/gm)]
    expect(named.map(([, name]) => name)).toEqual(expect.arrayContaining(['zod', 'yaml', 'execa']))
    for (const [line, , licence] of named) expect(PERMISSIVE, line).toContain(licence)
    expect(text).toContain('Permission is hereby granted')
    expect(text).toContain('Apache License')
  })
})
