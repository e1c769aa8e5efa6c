/** Text as it may stand in HTML and in SVG, also within quotes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
}

type Attributes = Record<string, string | number | undefined>

/** An element with what is in it, which is escaped already. */
export function element(name: string, attributes: Attributes, inside = ''): string {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined
      ? ''
      : ` ${key}="${escaped(typeof value === 'number' ? placed(value) : value)}"`,
  )
  return `<${name}${written.join('')}>${inside}</${name}>`
}

/** A tenth of a pixel is as fine as anybody sees. */
export function placed(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** Width of every drawing, in its own pixels; it grows and shrinks with the page. */
export const WIDTH = 720

/** What is left and right of the part that has values. */
export const MARGIN = 12

/**
 * A drawing that a screen reader tells of by its title and its description.
 *
 * @param id its own on the page
 */
export function drawing(
  { id, title, description }: { id: string; title: string; description: string },
  height: number,
  inside: readonly string[],
): string {
  const names = { title: `${id}-title`, description: `${id}-text` }
  return element(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${placed(height)}`,
      role: 'img',
      'aria-labelledby': `${names.title} ${names.description}`,
    },
    [
      element('title', { id: names.title }, escaped(title)),
      element('desc', { id: names.description }, escaped(description)),
      ...inside,
    ].join(''),
  )
}

/** The colour of a subject is one of so many; the style sheet has them. */
export function colourClass(index: number): string {
  return `c${index % 6}`
}
