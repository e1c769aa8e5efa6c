// The notices of what is inside of an engine: crates, as cargo resolves them, and packages of npm.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Bundled into the library, see engine/js/src. */
const PACKAGES = [
  'events',
  'node-inspect-extracted',
  'path-browserify',
  'readable-stream',
  'string_decoder',
  'urlpattern-polyfill',
  'web-streams-polyfill',
]

function textOf(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const files = names.filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort()
  return files.map((name) => readFileSync(join(folder, name), 'utf8').trim())
}

function crates(engine) {
  const all = JSON.parse(
    execFileSync(
      'cargo',
      ['metadata', '--locked', '--format-version=1', '--filter-platform=x86_64-unknown-linux-musl'],
      {
        cwd: engine,
        maxBuffer: 64 * 1024 * 1024,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    ),
  )
  const used = new Set(all.resolve.nodes.map(({ id }) => id))
  return all.packages
    .filter(({ id, source }) => used.has(id) && source)
    .map(({ name, version, license, manifest_path }) => ({
      name,
      version,
      license,
      texts: textOf(dirname(manifest_path)),
    }))
}

function packages(root) {
  return PACKAGES.map((name) => {
    const folder = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { name, version, license, texts: textOf(folder) }
  })
}

/** One text is printed once, below the names of all that have it. */
export function thirdParty(engine) {
  const used = crates(engine)
  // The parts of CLDR in it are Unicode's, as the data of this crate is.
  const { license, texts } = used.find(({ name }) => name === 'icu_collator_data')
  const cldr = { name: 'CLDR', version: '48.2', license, texts }
  const all = [...used, cldr, ...packages(join(engine, '..'))]
  const byText = new Map()
  for (const one of all) {
    const text = one.texts.length > 0 ? one.texts.join('\n\n') : `License: ${one.license}`
    byText.set(text, [...(byText.get(text) ?? []), one])
  }
  const parts = [...byText].map(([text, users]) => {
    const names = users
      .map(({ name, version, license }) => `${name} ${version} (${license})`)
      .sort()
    return `${names.map((name) => `- ${name}`).join('\n')}\n\n\`\`\`\n${text}\n\`\`\`\n`
  })
  return `# What the engine is made of\n\n${parts.join('\n---\n\n')}`
}
