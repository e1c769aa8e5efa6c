import { absentFrom, checkFunction } from '../define.ts'
import { lookUp, nameNotFound, type Address } from '../http/names.ts'

interface Options {
  all?: boolean
  family?: number | 'IPv4' | 'IPv6'
}

type Done = (error: Error | null, address?: string | Address[], family?: number) => void

function chosen(found: Address[], options: Options | number | undefined): Address[] {
  const family = typeof options === 'number' ? options : options?.family
  const number = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : family
  return number ? found.filter((one) => one.family === number) : found
}

async function find(name: string, options?: Options | number): Promise<Address[]> {
  const found = chosen(await lookUp(name), options)
  if (found.length === 0) throw nameNotFound(name)
  return found
}

export function lookup(name: string, optionsOrDone: Options | number | Done, given?: Done): void {
  const done = typeof optionsOrDone === 'function' ? optionsOrDone : given!
  checkFunction(done, 'callback')
  const options = typeof optionsOrDone === 'function' ? undefined : optionsOrDone
  find(name, options).then(
    (found) => {
      if (typeof options === 'object' && options?.all) done(null, found)
      else done(null, found[0]!.address, found[0]!.family)
    },
    (error: Error) => done(error),
  )
}

/** A resolver of its own is not here: what the system answers, without time to live. */
export function resolve4(name: string, optionsOrDone: unknown, given?: unknown): void {
  only(4, name, (typeof optionsOrDone === 'function' ? optionsOrDone : given) as Done)
}

export function resolve6(name: string, optionsOrDone: unknown, given?: unknown): void {
  only(6, name, (typeof optionsOrDone === 'function' ? optionsOrDone : given) as Done)
}

function only(family: number, name: string, done: Done): void {
  checkFunction(done, 'callback')
  find(name, family).then(
    (found) => done(null, found.map((one) => one.address) as never),
    (error: Error) => done(error),
  )
}

const absent = absentFrom('dns')

export const resolve = absent('resolve')
export const resolveTxt = absent('resolveTxt')
export const resolveMx = absent('resolveMx')
export const resolveSrv = absent('resolveSrv')
export const reverse = absent('reverse')
export const setDefaultResultOrder = () => {}
export const getDefaultResultOrder = () => 'ipv4first'

export const promises = {
  async lookup(name: string, options?: Options | number): Promise<Address | Address[]> {
    const found = await find(name, options)
    return typeof options === 'object' && options.all ? found : found[0]!
  },
  resolve4: async (name: string) => (await find(name, 4)).map((one) => one.address),
  resolve6: async (name: string) => (await find(name, 6)).map((one) => one.address),
  resolve: absent('promises.resolve'),
  resolveTxt: absent('promises.resolveTxt'),
  resolveMx: absent('promises.resolveMx'),
  resolveSrv: absent('promises.resolveSrv'),
  setDefaultResultOrder,
  getDefaultResultOrder,
}

export const ADDRCONFIG = 32
export const V4MAPPED = 8
export const ALL = 16
export const NOTFOUND = 'ENOTFOUND'
