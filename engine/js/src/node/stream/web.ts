import * as streams from '../../web/streams.ts'
import * as compression from '../../web/compression.ts'
import * as text from '../../web/text-streams.ts'

export * from '../../web/streams.ts'
export * from '../../web/compression.ts'
export * from '../../web/text-streams.ts'
export default { ...streams, ...compression, ...text }
