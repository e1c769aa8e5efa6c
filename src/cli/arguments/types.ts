/** A flag of the command line. */
export interface Flag {
  /** Without the dashes; a boolean called `no-…` switches something off. */
  name: string
  short?: string
  /** What its value is called in help; absent for a boolean. */
  value?: string
  /** It may stand without its value, which is joined by `=` then. */
  standsAlone?: boolean
  /** The only values it takes. */
  choices?: readonly string[]
  /** What it does, and when somebody wants that. Choices and default are shown behind it. */
  summary: string
  /** What holds without it. */
  default?: string
  /** The flag or word without which it means nothing. */
  goesWith?: string
}

export interface Positional {
  name: string
  required?: boolean
  /** Takes all that follow. */
  many?: boolean
}

/** What a command takes, as plain data. */
export interface Takes {
  name: string
  /** One line of help. */
  summary: string
  positionals: readonly Positional[]
  flags: readonly Flag[]
}
