// The search, and the list of pages on small screens. A plain script: a page of a folder may load no module.
'use strict'

const root = document.documentElement.dataset.root
const input = document.querySelector('#search')
const list = document.querySelector('#found')
const MOST = 12

const isWide = matchMedia('(min-width: 60rem)')
const showPages = () => (document.querySelector('#pages').open = isWide.matches)
isWide.addEventListener('change', showPages)
showPages()

function loadScript(name) {
  return new Promise((done, fail) => {
    const script = document.createElement('script')
    script.src = `${root}static/${name}`
    script.addEventListener('load', done)
    script.addEventListener('error', fail)
    document.head.append(script)
  })
}

let loading
/** Nobody who does not search loads the index. */
function loadIndex() {
  loading ??= Promise.all([loadScript('minisearch.js'), loadScript('search-index.js')]).then(() =>
    globalThis.MiniSearch.loadJSON(globalThis.docsIndex.index, globalThis.docsIndex.options),
  )
  return loading
}

async function search() {
  const words = input.value.trim()
  if (words === '') return show([])
  const index = await loadIndex()
  const found = index.search(words, {
    boost: { title: 4, page: 2 },
    prefix: true,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    combineWith: 'AND',
    // Who looks for something wants to do it, before why it is so.
    boostDocument: (id) => (/^(decisions|project)\//.test(id) ? 0.3 : 1),
  })
  if (words === input.value.trim()) show(found.slice(0, MOST), found.length === 0)
}

function show(found, isNothing = false) {
  list.replaceChildren(...found.map(item))
  if (isNothing)
    list.append(Object.assign(document.createElement('li'), { textContent: 'Nothing found' }))
  list.hidden = list.children.length === 0
  input.setAttribute('aria-expanded', String(!list.hidden))
  select(0)
}

function item({ title, page, href }, at) {
  const link = Object.assign(document.createElement('a'), { href: root + href, tabIndex: -1 })
  link.append(title)
  if (title !== page)
    link.append(Object.assign(document.createElement('small'), { textContent: page }))
  const li = Object.assign(document.createElement('li'), { id: `found-${at}` })
  li.setAttribute('role', 'option')
  li.append(link)
  return li
}

let selected = 0
function select(at) {
  const options = [...list.querySelectorAll('[role=option]')]
  selected = options.length === 0 ? 0 : (at + options.length) % options.length
  for (const [index, option] of options.entries()) {
    option.setAttribute('aria-selected', String(index === selected))
  }
  const current = options[selected]
  if (current === undefined) return input.removeAttribute('aria-activedescendant')
  input.setAttribute('aria-activedescendant', current.id)
  current.scrollIntoView({ block: 'nearest' })
}

const keys = {
  ArrowDown: () => select(selected + 1),
  ArrowUp: () => select(selected - 1),
  Enter: () => list.querySelector('[aria-selected=true] a')?.click(),
  Escape: () => {
    input.value = ''
    show([])
    input.blur()
  },
}

input.addEventListener('focus', loadIndex)
input.addEventListener('input', search)
input.addEventListener('keydown', (event) => {
  const press = keys[event.key]
  if (press === undefined) return
  event.preventDefault()
  press()
})
addEventListener('keydown', (event) => {
  const isFree = document.activeElement === document.body
  const isAsked =
    (event.key === '/' && isFree) || (event.key === 'k' && (event.ctrlKey || event.metaKey))
  if (!isAsked) return
  event.preventDefault()
  input.focus()
})
addEventListener('click', (event) => {
  if (!event.target.closest('.search')) show([])
})
