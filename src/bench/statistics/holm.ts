/**
 * Probabilities of several tests, raised so that the chance of even one false alarm among all of them
 * stays what it is for one (Holm, 1979).
 */
export function holm(probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, index) => index)
  order.sort((a, b) => probabilities[a]! - probabilities[b]!)
  const raised = [...probabilities]
  let highest = 0
  order.forEach((index, place) => {
    highest = Math.max(highest, (probabilities.length - place) * probabilities[index]!)
    raised[index] = Math.min(1, highest)
  })
  return raised
}
