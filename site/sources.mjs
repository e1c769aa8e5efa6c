// What the site is made of: the repository's own Markdown, read as it stands.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = [
  '',
  'docs',
  'docs/dart',
  'docs/reference',
  'docs/decisions',
  'bench',
  'bench/results',
  'examples/shop',
]
const DECISIONS = 'docs/decisions/README.md'

/** Text by path from the repository's root. */
export function readSources(root) {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => (folder === '' ? name : `${folder}/${name}`)),
  )
  const texts = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
  texts.set(DECISIONS, `${texts.get(DECISIONS)}\n${listOfDecisions(texts)}`)
  return texts
}

/** On a site there is no list of a folder's files. */
function listOfDecisions(texts) {
  return [...texts]
    .filter(([path]) => path.startsWith('docs/decisions/') && path !== DECISIONS)
    .map(([path, text]) => `- [${/^# (.*)$/m.exec(text)[1]}](${path.split('/').at(-1)})`)
    .join('\n')
}

/**
 * Where a page of the repository stands on the site: `docs/` is its root, what else there is lies in
 * `project/`, since `SECURITY.md` and `docs/security.md` are one name on some disks.
 */
export function addressOf(path) {
  if (path === 'README.md') return 'index.html'
  const place = path.startsWith('docs/') ? path.slice('docs/'.length) : `project/${path}`
  return place
    .toLowerCase()
    .replace(/readme\.md$/, 'index.md')
    .replace(/\.md$/, '.html')
}
