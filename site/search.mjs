import MiniSearch from 'minisearch'
import { plainText } from './markdown.mjs'

/** How the index is made, and how the page reads it again: both need the same. */
const indexOptions = {
  fields: ['title', 'page', 'text'],
  storeFields: ['title', 'page', 'href'],
}

/** What is found: every part of every page below a heading. */
export function sectionsOf({ title, headings, tokens }, address) {
  return headings.map(({ text, anchor, level, at }, index) => ({
    id: `${address}#${anchor}`,
    href: level === 1 ? address : `${address}#${anchor}`,
    title: text,
    page: title,
    text: tokens
      .slice(at + 3, headings[index + 1]?.at)
      .filter(({ type }) => type === 'inline' || type === 'fence')
      .map(plainText)
      .join('\n'),
  }))
}

/** A script, since a page that is opened from a folder may not read other files. */
export function indexScript(sections) {
  const search = new MiniSearch(indexOptions)
  search.addAll(sections)
  return `self.docsIndex = ${JSON.stringify({ options: indexOptions, index: JSON.stringify(search) })}\n`
}
