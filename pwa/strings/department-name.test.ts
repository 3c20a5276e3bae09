import t from '../../test/support/tap.ts'
import { arBrowse } from './ar-browse.ts'
import { deBrowse } from './de-browse.ts'
import { departmentName } from './department-name.ts'

t.test('departments are said in the language of the app; one that is not known stays as it is', async (t) => {
  t.same(['Costume & Make-Up', 'Acting', 'Puppetry', 'toString', ''].map(departmentName), ['Costume and make-up', 'Acting', 'Puppetry', 'toString', ''])
  t.same([deBrowse['department.directing'], arBrowse['department.directing']], ['Regie', 'الإخراج'])
})
