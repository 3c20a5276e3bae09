/** What the player says. */

export class PlayedEvent extends Event {
  readonly positionSeconds: number
  readonly durationSeconds: number
  constructor(positionSeconds: number, durationSeconds: number) {
    super('played', { bubbles: true, composed: true })
    this.positionSeconds = positionSeconds
    this.durationSeconds = durationSeconds
  }
}

/** A place that the present source does not have: the source is to begin there. */
export class ReachEvent extends Event {
  readonly seconds: number
  constructor(seconds: number) {
    super('reach')
    this.seconds = seconds
  }
}
