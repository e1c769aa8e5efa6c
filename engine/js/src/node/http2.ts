import { absent } from '../define.ts'

/** Named by packages at their top (AWS's clients, gRPC); it throws where it is called. */
export const connect = absent('http2.connect')

export const constants = {
  HTTP2_HEADER_AUTHORITY: ':authority',
  HTTP2_HEADER_CONTENT_TYPE: 'content-type',
  HTTP2_HEADER_METHOD: ':method',
  HTTP2_HEADER_PATH: ':path',
  HTTP2_HEADER_SCHEME: ':scheme',
  HTTP2_HEADER_STATUS: ':status',
  NGHTTP2_CANCEL: 8,
}
