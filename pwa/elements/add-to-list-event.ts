/** Asks the shell for the dialog that puts a film on lists; from anywhere below it. */

import type { Film } from './title-link.ts'

export class AddToListEvent extends Event {
  readonly film: Film
  constructor(film: Film) {
    super('add-to-list', { bubbles: true, composed: true })
    this.film = film
  }
}
