import t from '../test/support/tap.ts'
import { AddressError, allowedAddresses } from './guarded-address.ts'

const nobody = () => Promise.reject(new Error('was asked'))
const reaching = (host: string, ownNetwork: boolean, found?: readonly string[]) =>
  allowedAddresses(host, ownNetwork, found ? async () => found : nobody).then((addresses) => addresses.join(), (error: unknown) => (error as AddressError).code)

const ADDRESSES: Readonly<Record<'internet' | 'own' | 'never', readonly string[]>> = {
  internet: ['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'],
  own: ['127.0.0.1', '127.255.0.9', '::1', '10.1.2.3', '172.16.0.1', '192.168.1.4', '100.64.0.1', 'fd12::7', '::ffff:127.0.0.1', '::ffff:a00:1', '::127.0.0.1', '0:0:0:0:0:0:0:1'],
  never: [
    '0.0.0.0', '::', '169.254.169.254', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', 'fd00:0ec2:0::254', '100.100.100.200', '224.0.0.1', '255.255.255.255', '240.0.0.1', '192.0.2.1',
    '198.18.0.1', 'ff02::1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '2002:7f00:1::', '2001:0:7f00:1::', '::ffff:0:7f00:1', 'fec0::1', '2001:db8::1',
  ],
}

t.test('addresses of the internet are reached, those of one\'s own network where that was allowed, others never', async (t) => {
  for (const [reach, addresses] of Object.entries(ADDRESSES)) {
    for (const address of addresses) {
      const [foreign, own] = [await reaching(address, false), await reaching(address, true)]
      t.equal(foreign, reach === 'internet' ? address : reach === 'own' ? 'OWN_NETWORK' : 'REFUSED', `${address}, not allowed its own network`)
      t.equal(own, reach === 'never' ? 'REFUSED' : address, `${address}, allowed it`)
      t.equal(await reaching('news.example', false, [address]), foreign, `and a name that leads to ${address}`)
      if (address.includes(':') && !address.includes('%')) t.equal(await reaching(`[${address}]`, false), foreign, `[${address}], as addresses of the web are written`)
    }
  }
})

t.test('of several addresses only those allowed are tried, and a name without any says so', async (t) => {
  t.equal(await reaching('mixed.example', false, ['10.0.0.1', '8.8.8.8', '169.254.169.254', '9.9.9.9']), '8.8.8.8,9.9.9.9')
  t.equal(await reaching('mixed.example', false, ['169.254.169.254', '10.0.0.1']), 'OWN_NETWORK')
  t.equal(await reaching('nowhere.example', true, []), 'UNKNOWN_HOST')
  t.equal(await reaching('nowhere.example', true), 'UNKNOWN_HOST')
  t.equal(await reaching('odd.example', true, ['not an address']), 'REFUSED')
  t.equal(await reaching('127.1', false, ['127.0.0.1']), 'OWN_NETWORK', 'short forms are the resolver\'s to read, and what it reads is looked at')
})
