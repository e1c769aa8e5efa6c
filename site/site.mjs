import { layout } from './layout.mjs'
import { fromPage, resolveLink } from './links.mjs'
import { parsePage, renderPage } from './markdown.mjs'
import { order } from './navigation.mjs'
import { indexScript, sectionsOf } from './search.mjs'
import { addressOf } from './sources.mjs'

/**
 * The whole site as values.
 * @param {Map<string, string>} sources Markdown by path
 * @param {(path: string) => boolean} exists whether the repository has a file or folder
 * @returns {{ files: Map<string, string>, images: Set<string>, mistakes: string[] }} `images` are copied as they are
 */
export function makeSite(sources, exists) {
  const pages = new Map([...sources].map(([path, text]) => [path, parsePage(text)]))
  const images = new Set()
  const mistakes = [...lostPages(sources)]
  const files = new Map()
  const sections = [...pages].flatMap(([path, page]) => sectionsOf(page, addressOf(path)))
  const anchorsOf = (path) => pages.get(path)?.headings.map(({ anchor }) => anchor)
  for (const [path, page] of pages) {
    const follow = (link) => {
      const found = resolveLink({ path, link, anchorsOf, exists })
      if (found.kind === 'dead') mistakes.push(`${path}: ${link} leads nowhere`)
      if (found.kind !== 'image') return found.href
      images.add(found.file)
      return fromPage(path, `static/${found.file}`)
    }
    const body = renderPage(page.tokens, follow)
    files.set(addressOf(path), layout({ path, ...page, body }))
  }
  files.set('static/search-index.js', indexScript(sections))
  return { files, images, mistakes }
}

const isGuide = (path) => path.startsWith('docs/') && !path.startsWith('docs/decisions/')

/** A page that nobody would find, and one that is named and is not there. */
function lostPages(sources) {
  return [
    ...[...sources.keys()]
      .filter((path) => isGuide(path) && !order.includes(path))
      .map((path) => `${path}: stands in no part of site/navigation.mjs`),
    ...order
      .filter((path) => !sources.has(path))
      .map((path) => `site/navigation.mjs: ${path} is not there`),
  ]
}
