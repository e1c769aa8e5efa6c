import { promises } from '../dns.ts'

export const {
  lookup,
  resolve4,
  resolve6,
  resolve,
  resolveTxt,
  resolveMx,
  resolveSrv,
  setDefaultResultOrder,
  getDefaultResultOrder,
} = promises
