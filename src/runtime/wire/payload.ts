/** JSON as it is sent and received: on QuickJS as bytes, which spares two copies of each. */
export type Payload = string | Uint8Array
