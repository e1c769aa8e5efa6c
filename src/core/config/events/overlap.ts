/** Which events of a bucket's objects something takes. */
export interface ObjectEvents {
  events: readonly string[]
  prefix: string
  suffix: string
}

const begins = (a: string, b: string) => a.startsWith(b) || b.startsWith(a)
const ends = (a: string, b: string) => a.endsWith(b) || b.endsWith(a)

/** S3: two configurations of a bucket may share no event of an object. */
export function overlap(one: ObjectEvents, other: ObjectEvents): boolean {
  return (
    begins(one.prefix, other.prefix) &&
    ends(one.suffix, other.suffix) &&
    one.events.some((a) => other.events.some((b) => begins(a.replace('*', ''), b.replace('*', ''))))
  )
}
