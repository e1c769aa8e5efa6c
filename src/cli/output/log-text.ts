/**
 * A function's log event as a terminal shows it: a carriage return is the line break that it stands
 * for in Lambda's text format, in which an event has one line.
 *
 * @param indent what further lines of the event begin with
 */
export function logText(event: string, indent = ''): string {
  return event.trimEnd().replaceAll(/\r\n?|\n/g, `\n${indent}`)
}
