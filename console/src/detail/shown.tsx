/** More would hold the page up, in characters. */
export const MOST_SHOWN = 500_000

/** A text, or its beginning; what is copied is always all of it. */
export function Shown({ text }: { text: string }) {
  return <>{text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n…` : text}</>
}
