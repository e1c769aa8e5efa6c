type Pair = [name: string, value: string]

/** Names with values, one below the other. */
export function Pairs({
  label,
  pairs,
  onChange,
}: {
  label: string
  pairs: readonly Pair[]
  onChange(pairs: Pair[]): void
}) {
  const set = (index: number, pair: Pair) =>
    onChange(pairs.map((one, at) => (at === index ? pair : one)))
  return (
    <fieldset class="pairs">
      <legend>
        {label}{' '}
        <button type="button" class="quiet small" onClick={() => onChange([...pairs, ['', '']])}>
          Add<span class="unseen"> to {label}</span>
        </button>
      </legend>
      {pairs.map(([name, value], index) => (
        <div key={index}>
          <input
            type="text"
            aria-label={`${label}: name ${index + 1}`}
            spellcheck={false}
            autocomplete="off"
            value={name}
            onInput={({ currentTarget }) => set(index, [currentTarget.value, value])}
          />
          <input
            type="text"
            aria-label={`${label}: value ${index + 1}`}
            spellcheck={false}
            autocomplete="off"
            value={value}
            onInput={({ currentTarget }) => set(index, [name, currentTarget.value])}
          />
          <button
            type="button"
            class="quiet"
            aria-label={`Remove ${label} ${index + 1}`}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          >
            ×
          </button>
        </div>
      ))}
    </fieldset>
  )
}
