import { useEffect } from 'preact/hooks'
import { again, edit, newDraft } from './actions.ts'
import { Composer } from './send/composer.tsx'
import { Detail } from './detail/detail.tsx'
import { Figures } from './figures/figures.tsx'
import { Functions } from './functions/functions.tsx'
import { helpIsOpen, listenToKeys } from './keys.ts'
import { Help } from './help.tsx'
import { Invocations } from './list/invocations.tsx'
import { beside, connection, go, notice, state, view, type View } from './state.ts'
import { useCell } from './store.ts'
import { nextTheme, theme } from './theme.ts'

const VIEWS: readonly { view: View; name: string }[] = [
  { view: 'invocations', name: 'Invocations' },
  { view: 'functions', name: 'Functions' },
  { view: 'figures', name: 'Figures' },
]

export function App() {
  useEffect(listenToKeys, [])
  const open = useCell(connection)
  const shown = useCell(view)
  const help = useCell(helpIsOpen)
  if (open === 'refused') return <Refused />
  return (
    <>
      <Top shown={shown} />
      <Body shown={shown} />
      <Notice />
      {help && <Help />}
    </>
  )
}

function Top({ shown }: { shown: View }) {
  const served = useCell(state)
  const open = useCell(connection)
  const colours = useCell(theme)
  return (
    <header class="top">
      <h1>
        <span class="brand">oche</span> <span class="project">{served?.project ?? ''}</span>
      </h1>
      <nav aria-label="Views">
        {VIEWS.map(({ view: one, name }) => (
          <a
            key={one}
            href={`#/${one}`}
            aria-current={one === shown ? 'page' : undefined}
            onClick={() => go(one)}
          >
            {name}
          </a>
        ))}
      </nav>
      <div class="right">
        {open !== 'open' && (
          <span class="lost" role="status">
            {open === 'connecting' ? 'Connecting …' : 'oche dev is gone; waiting for it …'}
          </span>
        )}
        <button type="button" class="primary" onClick={newDraft}>
          Send
        </button>
        <button
          type="button"
          class="quiet"
          onClick={nextTheme}
          aria-label={`Colours: ${colours}`}
          title={`Colours: ${colours}`}
        >
          {colours === 'auto' ? '◐' : colours === 'light' ? '○' : '●'}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => (helpIsOpen.value = true)}
          aria-label="Keys"
          title="Keys (?)"
        >
          ?
        </button>
      </div>
    </header>
  )
}

function Body({ shown }: { shown: View }) {
  const what = useCell(beside)
  const isOpen = what.show !== 'nothing'
  return (
    <main class={`body ${isOpen ? 'is-split' : ''}`}>
      <div class="view">
        {shown === 'invocations' && <Invocations />}
        {shown === 'functions' && <Functions />}
        {shown === 'figures' && <Figures />}
      </div>
      {what.show === 'invocation' && (
        <Detail
          key="detail"
          id={what.id}
          onAgain={() => void again(what.id)}
          onEdit={() => void edit(what.id)}
        />
      )}
      {what.show === 'composer' && <Composer key={JSON.stringify(what.draft)} draft={what.draft} />}
    </main>
  )
}

/** In milliseconds; an error stays until the next thing is said. */
const SHOWN_FOR = 4000

function Notice() {
  const said = useCell(notice)
  useEffect(() => {
    if (said === undefined || said.isError) return
    const timer = setTimeout(() => (notice.value = undefined), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <div class="notices" aria-live="polite">
      {said && (
        <p class={said.isError ? 'notice is-bad' : 'notice'}>
          {said.text}
          <button
            type="button"
            class="quiet"
            aria-label="Dismiss"
            onClick={() => (notice.value = undefined)}
          >
            ×
          </button>
        </p>
      )}
    </div>
  )
}

function Refused() {
  return (
    <main class="refused">
      <h1>This address has no token, or an old one</h1>
      <p>
        Open the address that <code>oche dev</code> prints, or press <kbd>o</kbd> where it runs. It
        changes whenever <code>oche dev</code> is started, so that no other page can use it.
      </p>
    </main>
  )
}
