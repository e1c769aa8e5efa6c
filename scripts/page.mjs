// Builds the console's page from console/ to dist/console/page, where it is not there as its sources are.
import { runPackage } from './install.mjs'
import { isOf, stamp } from './sources.mjs'

const PAGE = 'dist/console/page'

/** What the page is made of, and the versions of what is bundled. */
const SOURCES = ['console', 'package-lock.json']

export function buildPage() {
  if (isOf(PAGE, SOURCES)) return
  runPackage('vite', 'vite', ['build', '--config', 'console/vite.config.ts'])
  stamp(PAGE, SOURCES)
}
