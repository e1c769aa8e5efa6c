import { Cell } from './store.ts'

export type Theme = 'auto' | 'light' | 'dark'

const KEPT_AS = 'theme'
const THEMES: readonly Theme[] = ['auto', 'light', 'dark']

function kept(): Theme {
  const theme = localStorage.getItem(KEPT_AS) as Theme
  return THEMES.includes(theme) ? theme : 'auto'
}

export const theme = new Cell<Theme>(kept())

/** Counts up where colours have changed: what is drawn on a canvas has to be drawn again. */
export const colours = new Cell(0)

export function followTheme(): void {
  const apply = () => {
    document.documentElement.dataset['theme'] = theme.value
    localStorage.setItem(KEPT_AS, theme.value)
    colours.value++
  }
  theme.watch(apply)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => colours.value++)
  apply()
}

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!
}

/** A colour of the style sheet, as it is now. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}
