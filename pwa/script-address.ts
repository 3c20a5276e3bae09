/** The only texts that are ever made into addresses of scripts: those of our own workers. */

/** The page's policies must be named in the server's `trusted-types` directive: this one and lit's own. */
const POLICY = 'rewind'
const OWN = /^\/(service-worker|assets\/saver-worker-[\w-]+)\.js$/

interface Policy { createScriptURL(text: string): string }
let policy: Policy | undefined

export function scriptAddress(text: string): string {
  const { trustedTypes } = globalThis as unknown as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }
  policy ??= trustedTypes?.createPolicy(POLICY, {
    createScriptURL(address) {
      if (!OWN.test(address)) throw new TypeError(`Not a script of ours: ${address}`)
      return address
    },
  }) ?? { createScriptURL: (address) => address }
  return policy.createScriptURL(text)
}
