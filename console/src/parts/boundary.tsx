import { Component, type ComponentChildren } from 'preact'

/** What cannot be drawn is said in its place, and the rest of the page goes on. */
export class Boundary extends Component<{ children: ComponentChildren }, { thrown?: unknown }> {
  static override getDerivedStateFromError(thrown: unknown) {
    return { thrown }
  }

  override render() {
    const { thrown } = this.state
    if (thrown === undefined) return this.props.children
    return (
      <p class="gone" role="alert">
        This cannot be shown: {thrown instanceof Error ? thrown.message : String(thrown)}
      </p>
    )
  }
}
