// Two clocks: moments stand on the page by the contact's clock; this adds the reader's own where it shows something else.
// Nothing here is needed to book the right moment: the server reads what was chosen by the contact's clock.

const main = document.getElementById('main');
const digits = number => String(number).padStart(2, '0');
const clock = at => `${at.getFullYear()}-${digits(at.getMonth() + 1)}-${digits(at.getDate())}T${digits(at.getHours())}:${digits(at.getMinutes())}`;

// The reader's time, with the day when it is another than theirs; empty when both clocks agree.
function yours(at, their, text) {
    const mine = clock(at);
    if (mine === their) {
        return '';
    }

    const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' };
    if (mine.slice(0, 10) !== their.slice(0, 10)) {
        Object.assign(options, { weekday: 'short', day: 'numeric', month: 'short' });
    }

    return text.replace('{0}', `\u2068${new Intl.DateTimeFormat(document.documentElement.lang, options).format(at)}\u2069`);
}

function fill() {
    main.querySelectorAll('time[data-their]').forEach(shown => {
        shown.textContent = yours(new Date(shown.dateTime), shown.dataset.their, shown.closest('[data-yours]').dataset.yours);
        shown.hidden = !shown.textContent;
    });
    typed();
}

// The instant at which a clock with these offsets (minutes, then "second:minutes" from each change on) shows a local time; null in a gap.
function instant(local, offsets) {
    const stretches = offsets.split(',').map(part => part.split(':').map(Number)).map(part => part.length > 1 ? part : [-Infinity, part[0]]);
    const wall = Date.parse(`${local}Z`) / 1000;
    for (const [index, [from, minutes]] of stretches.entries()) {
        const second = wall - minutes * 60;
        if (second >= from && second < (stretches[index + 1]?.[0] ?? Infinity)) {
            return new Date(second * 1000);
        }
    }

    return null;
}

function typed() {
    const shown = main.querySelector('[data-typed]');
    if (!shown) {
        return;
    }

    const asked = shown.closest('fieldset');
    const value = name => asked.querySelector(`[name=${name}]`)?.value;
    const local = `${value('callbackDate')}T${(value('callbackTime') ?? '').slice(0, 5)}`;
    const offsets = asked.querySelector('[name=callbackZone]')?.selectedOptions[0]?.dataset.offsets ?? asked.dataset.offsets;
    const at = offsets && local.length === 16 ? instant(local, offsets) : null;
    const text = at ? yours(at, local, shown.dataset.typed) : '';
    if (shown.textContent !== text) {
        shown.textContent = text;
    }
}

// On the document, so after the page's own script has filled the fields in.
document.addEventListener('input', event => {
    if (event.target.closest?.('[data-yours]')) {
        typed();
    }
});

new MutationObserver(fill).observe(main, { childList: true });
fill();
