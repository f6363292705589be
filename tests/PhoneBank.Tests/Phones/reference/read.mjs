// Usage: node read.mjs spellings.tsv readings.tsv
// A line in is "country <tab> spelling"; a line out is "status, E.164, country, type, national, international".
import { readFileSync, writeFileSync } from 'node:fs'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

const read = line => {
    const [country, spelling] = line.split('\t')
    const number = parsePhoneNumberFromString(spelling, { defaultCountry: country || undefined, extract: false })
    if (!number || !(number.isValid() || number.isPossible())) {
        return 'Invalid'
    }
    // Extensions are kept apart from the number and not formatted with it.
    delete number.ext
    return [
        number.isValid() ? 'Valid' : 'Possible',
        number.number,
        number.country ?? '',
        number.getType() ?? '',
        number.formatNational(),
        number.formatInternational(),
    ].join('\t')
}

const lines = readFileSync(process.argv[2], 'utf8').split('\n')
lines.pop()
writeFileSync(process.argv[3], lines.map(line => read(line) + '\n').join(''))
