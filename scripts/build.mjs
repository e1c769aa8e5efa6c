// Compiles src/ to dist/ and writes the JSON Schema of oche.yaml beside it.
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { ensureInstalled, runPackage } from './install.mjs'

ensureInstalled()
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
runPackage('typescript', 'tsc', ['-p', 'tsconfig.build.json'])
const { jsonSchema } = await import('../dist/core/config/schema.js')
writeFileSync(
  new URL('../dist/schema.json', import.meta.url),
  JSON.stringify(jsonSchema(), null, 2) + '\n',
)
chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755)
