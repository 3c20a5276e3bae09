/** Whether only this machine can reach it; the condition for accounts whose passwords are shown. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
