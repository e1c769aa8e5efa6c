import path from 'path-browserify'

const toNamespacedPath = (name: string) => name

const posix = { ...path, toNamespacedPath }
Object.assign(posix, { posix })

export const { basename, delimiter, dirname, extname, format, isAbsolute, join, normalize, parse, relative, resolve, sep } = path
export { posix, toNamespacedPath }
export default posix
