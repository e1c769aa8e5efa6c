import { fromPage } from './links.mjs'
import { escaped } from './markdown.mjs'
import { labels, navigation, order } from './navigation.mjs'
import { addressOf } from './sources.mjs'

/**
 * A whole page.
 * @param {{ path: string, title: string, headings: object[], body: string }} page
 */
export function layout({ path, title, headings, body }) {
  const to = (address) => fromPage(path, address)
  return `<!doctype html>
<html lang="en" data-root="${to('index.html').replace(/index\.html$/, '')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:">
<title>${escaped(path === 'README.md' ? 'Oche' : `${title} · Oche`)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to('static/style.css')}">
<script defer src="${to('static/site.js')}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the page</a>
<header>
<a class="name" href="${to('index.html')}">Oche</a>
<div class="search">
<input id="search" type="search" placeholder="Search (press /)" aria-label="Search" autocomplete="off" role="combobox" aria-expanded="false" aria-controls="found">
<ul id="found" role="listbox" aria-label="Found" hidden></ul>
</div>
</header>
<div class="columns">
<nav aria-label="Pages">
<details id="pages" open><summary>Pages</summary>
${navigation.map((section) => sectionHtml(section, path, to)).join('\n')}
</details>
</nav>
<main id="content">
${body}
${besides(path, to)}
</main>
${contents(headings)}
</div>
</body>
</html>
`
}

function sectionHtml(section, path, to) {
  const items = Object.keys(section.pages).map((page) => {
    const current = page === path ? ' aria-current="page"' : ''
    return `<li><a href="${to(addressOf(page))}"${current}>${escaped(labels[page])}</a></li>`
  })
  return `<h2>${section.title}</h2>\n<ul>${items.join('')}</ul>`
}

function contents(headings) {
  const parts = headings.filter(({ level }) => level === 2)
  if (parts.length < 2) return ''
  const items = parts.map(
    ({ text, anchor }) => `<li><a href="#${anchor}">${escaped(text)}</a></li>`,
  )
  return `<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>${items.join('')}</ul></nav>`
}

/** The page before and the one after, as the navigation has them. */
function besides(path, to) {
  const at = order.indexOf(path)
  if (at === -1) return ''
  const link = (page, rel) =>
    page === undefined
      ? '<span></span>'
      : `<a rel="${rel}" href="${to(addressOf(page))}">${escaped(labels[page])}</a>`
  return `<nav class="besides" aria-label="Next to it">${link(order[at - 1], 'prev')}${link(order[at + 1], 'next')}</nav>`
}
