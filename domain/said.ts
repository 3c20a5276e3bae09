/** What is said by a code that is never renamed, with its values: an app that knows the code says it in its own language. Pure. */

/** A text, a number, something else that is said, or several of them. */
export type SaidValue = string | number | Said | readonly (string | Said)[]
export interface Told { readonly code: string; readonly values: Readonly<Record<string, SaidValue>> }
/** With the sentence in English, made of both: for logs, for the API, and for whoever does not know the code. */
export interface Said extends Told { readonly message: string }

/** What is recorded beside the sentence itself. */
export const toldOf = ({ code, values }: Told): Told => ({ code, values })
