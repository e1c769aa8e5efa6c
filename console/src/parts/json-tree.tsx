import { useMemo, useState } from 'preact/hooks'
import { parsed, Written } from '../text.ts'
import { isPart, openAtFirst } from './open-at-first.ts'

/** Members that are drawn at once; a button shows more. */
const AT_ONCE = 200

/** A value of JSON whose parts open and close; by arrows, too. */
export function JsonTree({ value, label }: { value: unknown; label: string }) {
  const opened = useMemo(() => openAtFirst(value, AT_ONCE), [value])
  return (
    <ul class="tree" role="tree" aria-label={label} onKeyDown={walk}>
      <Node name={undefined} value={value} opened={opened} isFirst />
    </ul>
  )
}

interface NodeProps {
  name: string | undefined
  value: unknown
  /** What is open until somebody closes it. */
  opened: ReadonlySet<unknown>
  isFirst?: boolean
}

function Node({ name, value, opened, isFirst = false }: NodeProps) {
  const members = membersOf(value)
  const [isOpen, setOpen] = useState(opened.has(value))
  const [shown, setShown] = useState(AT_ONCE)
  const key = name === undefined ? null : <span class="key">{name}: </span>
  if (members === undefined) {
    return (
      <li role="treeitem" aria-selected={false} tabIndex={isFirst ? 0 : -1}>
        {key}
        <Leaf name={name} value={value} />
      </li>
    )
  }
  const isList = Array.isArray(value)
  return (
    <li role="treeitem" aria-selected={false} aria-expanded={isOpen} tabIndex={isFirst ? 0 : -1}>
      <span class="fold" onClick={() => setOpen(!isOpen)} data-fold>
        {key}
        <span class="soft">
          {isOpen
            ? isList
              ? '['
              : '{'
            : isList
              ? `[ ${members.length} ]`
              : `{ ${members.length} }`}
        </span>
      </span>
      {isOpen && (
        <ul role="group">
          {members.slice(0, shown).map(([member, inner]) => (
            <Node key={member} name={member} value={inner} opened={opened} />
          ))}
          {members.length > shown && (
            <li role="none">
              <button type="button" class="quiet" onClick={() => setShown(shown + AT_ONCE)}>
                {members.length - shown} more
              </button>
            </li>
          )}
        </ul>
      )}
      {isOpen && (
        <span class="soft" aria-hidden="true">
          {isList ? ']' : '}'}
        </span>
      )}
    </li>
  )
}

/** A text that holds JSON is one more tree: bodies of events are such. */
function Leaf({ name, value }: { name: string | undefined; value: unknown }) {
  const [isOpen, setOpen] = useState(false)
  const inner =
    typeof value === 'string' && /^\s*[[{]/.test(value) ? parsed(value)?.value : undefined
  const kind = value === null ? 'null' : value instanceof Written ? 'number' : typeof value
  const text = textOf(value)
  return (
    <>
      <span class={`value is-${kind}`}>{text}</span>
      {inner !== undefined && (
        <>
          {' '}
          <button
            type="button"
            class="quiet small"
            aria-expanded={isOpen}
            aria-label={`${name ?? 'the text'} as JSON`}
            onClick={() => setOpen(!isOpen)}
          >
            JSON
          </button>
          {isOpen && (
            <ul class="inner">
              <Node name={undefined} value={inner} opened={openAtFirst(inner, AT_ONCE)} />
            </ul>
          )}
        </>
      )}
    </>
  )
}

function textOf(value: unknown): string {
  if (value instanceof Written) return value.text
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

function membersOf(value: unknown): [string, unknown][] | undefined {
  return isPart(value) ? Object.entries(value) : undefined
}

/** As the pattern of a tree has it: up and down walk, left closes, right opens. */
function walk(event: KeyboardEvent): void {
  const item = (event.target as HTMLElement).closest<HTMLElement>('[role=treeitem]')
  if (item === null || event.target !== item) return
  const items = [
    ...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=treeitem]'),
  ]
  const at = items.indexOf(item)
  const fold = item.querySelector<HTMLElement>(':scope > [data-fold]')
  const isOpen = item.getAttribute('aria-expanded') === 'true'
  const goTo = (next: HTMLElement | null | undefined) => {
    if (!next) return
    item.tabIndex = -1
    next.tabIndex = 0
    next.focus()
  }
  const keys: Record<string, () => void> = {
    ArrowDown: () => goTo(items[at + 1]),
    ArrowUp: () => goTo(items[at - 1]),
    Home: () => goTo(items[0]),
    End: () => goTo(items.at(-1)),
    ArrowRight: () => (fold && !isOpen ? fold.click() : goTo(items[at + 1])),
    ArrowLeft: () =>
      fold && isOpen
        ? fold.click()
        : goTo(item.parentElement?.closest<HTMLElement>('[role=treeitem]')),
    Enter: () => fold?.click(),
  }
  const press = keys[event.key]
  if (press === undefined) return
  event.preventDefault()
  event.stopPropagation()
  press()
}
