import { useEffect, useRef } from 'preact/hooks'
import { helpIsOpen, KEYS, lettersWork } from './keys.ts'
import { useCell } from './store.ts'

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null)
  const letters = useCell(lettersWork)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={() => (helpIsOpen.value = false)}
    >
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(({ key, shown, summary }) => (
          <div key={key}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{summary}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input type="checkbox" checked={letters} onChange={() => (lettersWork.value = !letters)} />{' '}
        Single letters are keys
      </label>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
