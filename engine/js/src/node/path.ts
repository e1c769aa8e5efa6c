import path from 'path-browserify'
import { coded } from '../define.ts'

type AnyFunction = (...args: any[]) => any

/** The package's mistakes have no code. */
const told =
  (work: AnyFunction): AnyFunction =>
  (...args) => {
    try {
      return work(...args)
    } catch (error) {
      throw error instanceof TypeError ? coded(error, 'ERR_INVALID_ARG_TYPE') : error
    }
  }

const toNamespacedPath = (name: string) => name

export const { delimiter, sep } = path
export const basename = told(path.basename)
export const dirname = told(path.dirname)
export const extname = told(path.extname)
export const format = told(path.format)
export const isAbsolute = told(path.isAbsolute)
export const join = told(path.join)
export const normalize = told(path.normalize)
export const parse = told(path.parse)
export const relative = told(path.relative)
export const resolve = told(path.resolve)

const posix = {
  basename,
  delimiter,
  dirname,
  extname,
  format,
  isAbsolute,
  join,
  normalize,
  parse,
  relative,
  resolve,
  sep,
  toNamespacedPath,
}
Object.assign(posix, { posix })

export { posix, toNamespacedPath }
export default posix
