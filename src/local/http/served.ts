/** What is told of a request, whoever has answered it. */
export interface Served {
  function: string
  requestId: string
  coldStart: boolean
}
