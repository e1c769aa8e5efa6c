import { beside, close, filter, go, open, rows } from './state.ts'
import { Cell } from './store.ts'
import { filtered } from './rows.ts'
import { again, edit, newDraft, paused } from './actions.ts'

export const helpIsOpen = new Cell(false)

const KEPT_AS = 'keys'
/** Single letters get in the way of some ways to speak to a computer: they can be left out. */
export const lettersWork = new Cell(localStorage.getItem(KEPT_AS) !== 'off')
lettersWork.watch(() => localStorage.setItem(KEPT_AS, lettersWork.value ? 'on' : 'off'))

interface Key {
  key: string
  shown: string
  summary: string
  isLetter?: true
  press(): void
}

export const KEYS: readonly Key[] = [
  { key: '/', shown: '/', summary: 'filter', isLetter: true, press: focusFilter },
  { key: 'ArrowDown', shown: '↓', summary: 'next invocation', press: () => step(1) },
  { key: 'ArrowUp', shown: '↑', summary: 'the one before', press: () => step(-1) },
  { key: 'Enter', shown: 'Enter', summary: 'open it', press: () => {} },
  { key: 'Escape', shown: 'Esc', summary: 'close what is open', press: escape },
  { key: 's', shown: 's', summary: 'send something new', isLetter: true, press: newDraft },
  {
    key: 'r',
    shown: 'r',
    summary: 'send the open one again',
    isLetter: true,
    press: () => ofOpen((id) => void again(id)),
  },
  {
    key: 'e',
    shown: 'e',
    summary: 'edit it, then send',
    isLetter: true,
    press: () => ofOpen((id) => void edit(id)),
  },
  {
    key: 'p',
    shown: 'p',
    summary: 'pause the list',
    isLetter: true,
    press: () => (paused.value = !paused.value),
  },
  { key: '1', shown: '1', summary: 'invocations', isLetter: true, press: () => go('invocations') },
  { key: '2', shown: '2', summary: 'functions', isLetter: true, press: () => go('functions') },
  { key: '3', shown: '3', summary: 'figures', isLetter: true, press: () => go('figures') },
  {
    key: '?',
    shown: '?',
    summary: 'this list',
    isLetter: true,
    press: () => (helpIsOpen.value = !helpIsOpen.value),
  },
]

/** Keys that work wherever one is, but where text is typed. @returns ends it */
export function listenToKeys(): () => void {
  addEventListener('keydown', press)
  return () => removeEventListener('keydown', press)
}

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  const target = event.target as HTMLElement
  if (event.key !== 'Escape' && takesKeys(target)) return
  const found = KEYS.find(({ key }) => key === event.key)
  if (found === undefined || (found.isLetter && !lettersWork.value)) return
  if (event.key.startsWith('Arrow') && !isOfList(target)) return
  if (event.key === 'Enter') return
  event.preventDefault()
  found.press()
}

function takesKeys(target: HTMLElement): boolean {
  return target.closest('input, textarea, select, [contenteditable], [role=tree]') !== null
}

/** Arrows of whatever else has them are its own. */
function isOfList(target: HTMLElement): boolean {
  return target === document.body || target.closest('[role=grid]') !== null
}

function focusFilter(): void {
  const input = document.querySelector<HTMLInputElement>('#filter')
  input?.focus()
  input?.select()
}

export function focusList(): void {
  document.querySelector<HTMLElement>('[role=grid]')?.focus()
}

function escape(): void {
  if (helpIsOpen.value) {
    helpIsOpen.value = false
    return
  }
  const active = document.activeElement
  if (active instanceof HTMLElement && active.id === 'filter') return focusList()
  if (beside.value.show === 'nothing') return
  close()
  requestAnimationFrame(focusList)
}

function step(by: number): void {
  const shown = filtered(rows.all, filter.value)
  const { value } = beside
  const at = value.show === 'invocation' ? shown.findIndex(({ id }) => id === value.id) : -1
  const next = shown[at === -1 ? 0 : at + by]
  if (next !== undefined) open(next.id)
}

function ofOpen(what: (id: number) => void): void {
  if (beside.value.show === 'invocation') what(beside.value.id)
}
