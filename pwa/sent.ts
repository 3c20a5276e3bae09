/** What a request needs that changes something, for `ask` of `catalogue.ts`. */
export function sent(method: 'POST' | 'PUT' | 'DELETE', body: object): Pick<RequestInit, 'method' | 'headers' | 'body'> {
  return { method, headers: { 'content-type': 'application/json', 'x-rewind': '1' }, body: JSON.stringify(body) }
}
