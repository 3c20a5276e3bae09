/** No element is drawn before the texts of its language are here: what another language than English says is loaded beside the elements. */

import { LitElement } from 'lit'
import { textsComing } from '../strings/shell.ts'

const schedule = LitElement.prototype['scheduleUpdate']

export function drawAfterTexts(): void {
  LitElement.prototype['scheduleUpdate'] = function (this: LitElement) {
    const coming = textsComing()
    return coming ? coming.then(() => schedule.call(this)) : schedule.call(this)
  }
}
