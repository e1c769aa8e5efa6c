import hljs from 'highlight.js/lib/common'
import dart from 'highlight.js/lib/languages/dart'
import MarkdownIt from 'markdown-it'

hljs.registerLanguage('dart', dart)

const markdown = new MarkdownIt({ html: true, highlight: coloured })

/** A language that is not known, such as a terminal's lines, stays as it is. */
function coloured(code, language) {
  const known = hljs.getLanguage(language)
  return known === undefined ? '' : hljs.highlight(code, { language }).value
}

// The words behind a language in brackets say of which file a block is, or why nothing runs it.
const plainFence = markdown.renderer.rules.fence
markdown.renderer.rules.fence = (tokens, index, ...rest) => {
  const caption = / \[([^\]]+)\]$/.exec(tokens[index].info.trim())?.[1]
  const block = plainFence(tokens, index, ...rest)
  const figure = caption === undefined ? '' : `<figcaption>${escaped(caption)}</figcaption>`
  return `<figure class="code">${figure}${block.replace('<pre>', '<pre tabindex="0">')}</figure>\n`
}
markdown.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'
// A style on an element is what the page's policy refuses.
for (const cell of ['th_open', 'td_open']) {
  markdown.renderer.rules[cell] = (tokens, index, options, _, self) => {
    const token = tokens[index]
    const [, side] = /^text-align:(\w+)$/.exec(token.attrGet('style') ?? '') ?? []
    if (side !== undefined) token.attrs = [['class', side]]
    return self.renderToken(tokens, index, options)
  }
}

/**
 * A page as tokens, with what others ask about it.
 * @returns {{ tokens: object[], title: string, headings: { level: number, text: string, anchor: string, at: number }[] }}
 */
export function parsePage(text) {
  const tokens = markdown.parse(text, {})
  const seen = new Map()
  const headings = []
  for (const [at, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue
    const words = plainText(tokens[at + 1])
    const anchor = unique(anchorOf(words), seen)
    token.attrSet('id', anchor)
    headings.push({ level: Number(token.tag.slice(1)), text: words, anchor, at })
  }
  return { tokens, title: headings[0]?.text ?? '', headings }
}

/** As GitHub makes them. */
function anchorOf(words) {
  return words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

function unique(anchor, seen) {
  const count = seen.get(anchor) ?? 0
  seen.set(anchor, count + 1)
  return count === 0 ? anchor : `${anchor}-${count}`
}

/** What stands in a line or a block, without its marks. */
export function plainText(token) {
  if (token.children === null) return token.content
  return token.children
    .map((child) =>
      child.type === 'softbreak' ? ' ' : child.type === 'html_inline' ? '' : child.content,
    )
    .join('')
}

/**
 * The page's HTML. `follow` says what each link and image becomes.
 * @param {(link: string, isImage: boolean) => string | undefined} follow undefined: only its text stays
 */
export function renderPage(tokens, follow) {
  for (const { children } of tokens) if (children !== null) followAll(children, follow)
  return markdown.renderer.render(tokens, markdown.options, {})
}

function followAll(children, follow) {
  let isDropped = false
  for (const token of children) {
    if (token.type === 'image') token.attrSet('src', follow(token.attrGet('src'), true))
    if (token.type === 'link_open') {
      const href = follow(token.attrGet('href'), false)
      isDropped = href === undefined
      if (!isDropped) token.attrSet('href', href)
    }
    if (isDropped && token.type.startsWith('link_')) asSpan(token)
    if (token.type === 'link_close') isDropped = false
  }
}

function asSpan(token) {
  token.tag = 'span'
  token.attrs = token.nesting === 1 ? [['title', 'in the repository']] : null
}

export function escaped(text) {
  return markdown.utils.escapeHtml(text)
}
