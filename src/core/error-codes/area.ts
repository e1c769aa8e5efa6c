/** Codes that have to do with one thing, as docs/errors.md shows them. */
export interface Area {
  /** The heading. */
  title: string
  /** What holds for all of them. */
  note?: string
  codes: Record<string, Explained>
}

/** In Markdown, for somebody who looks the code up: what is told when it happens names files and values. */
interface Explained {
  /** Statuses with which a command may end by it. @default 1 alone */
  exits?: readonly number[]
  cause: string
  remedy: string
}
