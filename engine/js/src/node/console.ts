import { Console } from '../boot/console.ts'

export { Console }
export default console
export const {
  log,
  info,
  debug,
  warn,
  error,
  trace,
  dir,
  table,
  assert,
  count,
  countReset,
  time,
  timeEnd,
  timeLog,
  group,
  groupEnd,
} = console
