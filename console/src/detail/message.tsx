import type { RecordedBody, RecordedHeaders } from '../../../src/local/index.ts'
import { BodyPane } from './body-pane.tsx'

/** A request or a response: its first line, its headers, its body. */
export function Message({
  first,
  headers,
  body,
}: {
  first: string
  headers: RecordedHeaders
  body: RecordedBody | undefined
}) {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return (
    <>
      <p class="first">{first}</p>
      <details open={headers.length <= 12}>
        <summary>
          Headers <span class="soft">{headers.length}</span>
        </summary>
        <table class="headers">
          <tbody>
            {headers.map(([name, value], index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {body === undefined || body.bytes === 0 ? (
        <p class="soft">No body</p>
      ) : (
        <BodyPane body={body} label={type === undefined ? 'Body' : `Body, ${type}`} />
      )}
    </>
  )
}
