/**
 * Whether code asks for what stands at a place: what is not there is undefined, so to compare it or to
 * ask for its truth asks for it. To set it does without what was there.
 */
export function isAskedFor(bundle: string, from: number, to: number): boolean {
  const before = bundle.slice(Math.max(0, from - 100), from)
  const after = bundle.slice(to, to + 20)
  if (isTypeof(before) || /!\s*$/.test(before)) return true
  if (/^\s*(\?|&&|\|\||!?=)/.test(after)) return true
  return /\bif \((?:[^;{}]*(?:&&|\|\|) )?$/.test(before) && after.startsWith(')')
}

/** esbuild writes `typeof (0, name)` where a name stands for a member. */
export const isTypeof = (before: string) => /\btypeof (\(0, )?$/.test(before)

/** Whether it stands in the first statement of a `try`: who writes that can do without. */
export const isTried = (bundle: string, at: number) =>
  /\btry \{[^{};]*$/.test(bundle.slice(Math.max(0, at - 200), at))
