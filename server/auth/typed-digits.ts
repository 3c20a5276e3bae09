/** Digits as people type them: with blanks between, and as Arabic and Persian keyboards have them. */
export function typedDigits(text: string): string {
  return text.replace(/\s/g, '').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
}

/** A telephone's number as E.164 has it, `+` and at most 15 digits; undefined where it is none. */
export function typedNumber(text: string): string | undefined {
  const number = typedDigits(text).replace(/[-./()\u2010-\u2015\u200e\u200f]/g, '').replace(/^00/, '+')
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined
}
