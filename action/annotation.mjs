/** A line that GitHub shows above the job; nothing of the text ends it. */
export function annotation(level, text) {
  const escaped = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  return `::${level}::${escaped}`
}
