import { performance, Performance } from '../web/performance.ts'

export { performance, Performance }
export default { performance, Performance }
