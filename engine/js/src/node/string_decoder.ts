import { StringDecoder as Decoder } from 'string_decoder'

/** The package has no `base64url`. */
export class StringDecoder extends Decoder {
  constructor(encoding?: string) {
    const isUrl = String(encoding).toLowerCase() === 'base64url'
    super((isUrl ? 'base64' : encoding) as never)
    if (!isUrl) return
    const { write, end } = this
    Object.assign(this, {
      encoding: 'base64url',
      write: (bytes: never) => urlSafe(write.call(this, bytes)),
      end: (bytes: never) => urlSafe(end.call(this, bytes)),
    })
  }
}

const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
