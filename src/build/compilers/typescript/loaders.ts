/** What is imported as its text. */
const TEXT = ['sql', 'txt', 'md', 'html', 'graphql', 'gql', 'css', 'csv', 'xml']

/** What is imported as the path of a copy: in the executable on Bun, beside it on Node. */
const FILE = `wasm png jpg jpeg gif webp avif ico svg pdf zip gz bin
  ttf otf woff woff2 pem crt proto db sqlite mmdb`.split(/\s+/)

/** How files that are no code are imported where the import says nothing: alike on every engine. */
export const LOADERS: readonly (readonly [ending: string, loader: 'text' | 'file'])[] = [
  ...TEXT.map((ending) => [`.${ending}`, 'text'] as const),
  ...FILE.map((ending) => [`.${ending}`, 'file'] as const),
]
