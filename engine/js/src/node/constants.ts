import { constants } from './fs/constants.ts'

export default constants
