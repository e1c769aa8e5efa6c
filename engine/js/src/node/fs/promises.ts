import * as all from './promised.ts'

export * from './promised.ts'
/** Also `fs.promises`. */
export default { ...all }
