// Format, lint, types, and what nobody uses: exports, files, dependencies (knip.json). The dependency rule between folders is a test: tests/architecture.test.ts.
import { ensureInstalled, runPackage } from './install.mjs'

ensureInstalled()
runPackage('oxfmt', 'oxfmt', ['--check', '.'])
runPackage('oxlint', 'oxlint', ['--deny-warnings'])
runPackage('typescript', 'tsc', ['-p', 'tsconfig.json'])
runPackage('typescript', 'tsc', ['-p', 'engine/js/tsconfig.json'])
runPackage('typescript', 'tsc', ['-p', 'console/tsconfig.json'])
runPackage('knip', 'knip', [])
