import type { Unit } from '../../report/measures.ts'
import { figureText } from '../../report/units.ts'
import { element, MARGIN, placed, WIDTH } from './svg.ts'

/** From a value to its place from left to right. */
export interface Scale {
  at(value: number): number
  ticks: readonly number[]
  isLogarithmic: boolean
}

/** Values that differ by more times are drawn by their logarithms. */
const LINEAR_UP_TO = 8

/** From 0 on; by logarithms, where otherwise the small ones could not be told apart. */
export function scaleFor(least: number, most: number, unit: Unit): Scale {
  const isLogarithmic = least > 0 && most / least > LINEAR_UP_TO
  const base = baseOf(unit, most)
  const plain = isLogarithmic
    ? logarithmic(least / base / 1.15, (most / base) * 1.15)
    : linear((most / base) * 1.06 || 1)
  return {
    at: (value) => plain.at(value / base),
    ticks: plain.ticks.map((tick) => tick * base),
    isLogarithmic,
  }
}

/** What ticks are round in: whole megabytes, not tens of thousands of bytes. */
function baseOf(unit: Unit, most: number): number {
  return unit === 'ms' ? 1 : most >= 1024 ** 2 ? 1024 ** 2 : 1024
}

const from = MARGIN
const to = WIDTH - MARGIN

function linear(most: number): Scale {
  const step = roundStep(most / 6)
  return {
    at: (value) => from + (value / most) * (to - from),
    ticks: Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step),
    isLogarithmic: false,
  }
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(about: number): number {
  const power = 10 ** Math.floor(Math.log10(about))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= about)!
}

function logarithmic(least: number, most: number): Scale {
  const [low, high] = [Math.log(least), Math.log(most)]
  const powers = Array.from(
    { length: Math.ceil(Math.log10(most)) - Math.floor(Math.log10(least)) + 1 },
    (_, index) => 10 ** (Math.floor(Math.log10(least)) + index),
  )
  const steps = powers.length > 4 ? [1] : powers.length > 3 ? [1, 3] : [1, 2, 5]
  return {
    at: (value) => from + ((Math.log(value) - low) / (high - low)) * (to - from),
    ticks: powers
      .flatMap((power) => steps.map((step) => step * power))
      .filter((tick) => tick >= least && tick <= most),
    isLogarithmic: true,
  }
}

/** Lines from top to bottom, and what they stand for below them. */
export function axis(scale: Scale, unit: Unit, top: number, bottom: number): string {
  return scale.ticks
    .map((tick) => {
      const x = scale.at(tick)
      const anchor = x < 30 ? 'start' : x > WIDTH - 30 ? 'end' : 'middle'
      return (
        element('path', { class: 'grid', d: `M${placed(x)} ${placed(top)}V${placed(bottom)}` }) +
        element(
          'text',
          { class: 'tick', x, y: bottom + 16, 'text-anchor': anchor },
          tickText(tick, unit),
        )
      )
    })
    .join('')
}

function tickText(tick: number, unit: Unit): string {
  const [digits, name] = figureText(tick, unit).split(' ')
  return tick === 0 ? '0' : `${Number(digits)} ${name}`
}
