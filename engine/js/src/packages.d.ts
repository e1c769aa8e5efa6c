/** What these packages give is used as Node's own: see `node/path.ts` and `node/stream.ts`. */
declare module 'path-browserify' {
  const path: Record<'delimiter' | 'sep', string> &
    Record<
      | 'basename'
      | 'dirname'
      | 'extname'
      | 'format'
      | 'isAbsolute'
      | 'join'
      | 'normalize'
      | 'parse'
      | 'relative'
      | 'resolve',
      (...args: any[]) => any
    >
  export default path
}

declare module 'readable-stream'
