export interface Item {
  id: string
  name: string
  /** Cents */
  price: number
  left: number
}

export const catalogue: readonly Item[] = [
  { id: 'board', name: 'Bristle board', price: 4900, left: 12 },
  { id: 'darts', name: 'Steel darts, three', price: 2450, left: 40 },
  { id: 'oche', name: 'Wooden oche', price: 1900, left: 0 },
]

export function itemOf(id: string | undefined): Item | undefined {
  return catalogue.find((item) => item.id === id)
}
