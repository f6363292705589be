// The call page with script: posts answer with the next inside of <main>, drafts save themselves, keys choose.
// Everything here is an addition: without it the same forms are sent and the same pages come back.
// Nothing is ever written to the browser's storage; what could not be sent waits in this page.

const main = document.getElementById('main');
const texts = { ...document.getElementById('call-texts').dataset };
const headers = { 'X-Fragment': '1', 'X-Requested-With': 'XMLHttpRequest' };
const draftPause = 700;
const numberShownFor = 10 * 60_000;
const warnBefore = 5 * 60;

let dirty = false;
let draftTimer = 0;
let numberTimer = 0;
let inFlight = null;
let posting = false;
let deadline = 0;
let chosenByHand = false;
let lastPost = 0;
let wakeLock = null;
let events = null;

// A landmark of its own: it stands outside the main part.
const notes = document.createElement('aside');
notes.className = 'pb-notes';
main.before(notes);
const live = document.createElement('p');
live.className = 'pb-hidden';
live.setAttribute('role', 'status');
document.body.append(live);

const draftForm = () => main.querySelector('form[data-draft]');
const pause = ms => new Promise(done => setTimeout(done, ms));
const visibleAgain = () => new Promise(done => {
    const seen = () => {
        if (document.visibilityState === 'visible') {
            removeEventListener('focus', seen);
            document.removeEventListener('visibilitychange', seen);
            done();
        }
    };
    addEventListener('focus', seen);
    document.addEventListener('visibilitychange', seen);
});

// ---- Saying things ----

function announce(text) {
    live.textContent = '';
    setTimeout(() => { live.textContent = text; }, 50);
}

function say(kind, tone, text, action) {
    unsay(kind);
    const note = document.createElement('div');
    note.className = `pb-notice ${tone}`;
    note.dataset.kind = kind;
    const inner = document.createElement('div');
    const line = document.createElement('p');
    line.textContent = text;
    inner.append(line);
    if (action) {
        inner.append(action);
    }

    note.append(inner);
    notes.append(note);
    announce(text);
}

function unsay(kind) {
    notes.querySelectorAll(`[data-kind="${kind}"]`).forEach(note => note.remove());
}

function link(text, href, beside) {
    const anchor = document.createElement('a');
    anchor.className = 'pb-button';
    anchor.textContent = text;
    anchor.href = href;
    if (beside) {
        anchor.target = '_blank';
        anchor.rel = 'noopener';
    }

    return anchor;
}

function button(text, onClick) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'pb-button';
    made.textContent = text;
    made.addEventListener('click', onClick);
    return made;
}

function saveState(state) {
    const shown = main.querySelector('[data-save]');
    if (shown && shown.dataset.state !== state) {
        shown.dataset.state = state;
        shown.textContent = shown.dataset[state];
    }
}

// ---- Sending ----

// Sends until there is an answer. Waits for the network, and for the caller to sign in again beside this page.
async function post(url, body, { keepTrying }) {
    for (let attempt = 0; ; attempt++) {
        let response = null;
        try {
            response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(20_000) });
        } catch {
            // No network, or none in time: the same as a busy server.
        }

        if (response && response.status !== 503 && response.status !== 401) {
            unsay('offline');
            unsay('signed-out');
            return response;
        }

        saveState('unsent');
        if (response?.status === 401) {
            say('signed-out', 'pb-warn', texts.signedOut, link(texts.signIn, '/account/sign-in', true));
            await Promise.race([visibleAgain(), pause(60_000)]);
        } else {
            if (attempt > 0) {
                say('offline', 'pb-danger', texts.offline);
            }

            await Promise.race([pause(Math.min(1000 * 2 ** attempt, 30_000)), new Promise(done => addEventListener('online', done, { once: true }))]);
        }

        if (!keepTrying()) {
            return null;
        }
    }
}

function fields(form, submitter) {
    const body = new URLSearchParams(new FormData(form));
    if (submitter?.name) {
        body.append(submitter.name, submitter.value);
    }

    return body;
}

async function submit(form, submitter) {
    if (posting) {
        return;
    }

    posting = true;
    clearTimeout(draftTimer);
    main.setAttribute('aria-busy', 'true');
    try {
        await inFlight;
        const url = submitter?.getAttribute('formaction') ?? form.getAttribute('action');
        const body = fields(form, submitter);
        const ends = form.matches('[data-draft]') && url === '/call/outcome';
        if (ends) {
            hideNumber();
        } else if (!form.matches('[data-draft]') && dirty) {
            await saveDraft();
        }

        const response = await post(url, body, { keepTrying: () => form.isConnected });
        lastPost = Date.now();
        if (response) {
            await follow(response);
        }
    } finally {
        posting = false;
        main.removeAttribute('aria-busy');
    }
}

async function follow(response) {
    const elsewhere = response.headers.get('X-Location');
    if (elsewhere) {
        dirty = false;
        location.assign(elsewhere);
    } else if (response.headers.get('X-Fragment')) {
        dirty = false;
        swap(await response.text());
    } else if (response.ok) {
        saveState('saved');
    } else {
        say('failed', 'pb-danger', texts.failed, link(texts.reload, '/call'));
    }
}

function swap(html) {
    unsay('failed');
    unsay('lapsing');
    main.innerHTML = html;
    enter();
    const refusal = main.querySelector('[data-refusal]');
    const heading = main.querySelector('h1');
    scrollTo(0, 0);
    heading?.focus({ preventScroll: true });
    if (refusal) {
        refusal.scrollIntoView({ block: 'center' });
        announce(refusal.textContent.trim());
    } else {
        const recorded = main.querySelector('[data-recorded] p');
        if (recorded) {
            announce(`${recorded.textContent.trim()}. ${heading?.textContent.trim() ?? ''}`);
        }
    }
}

// ---- The draft ----

function changed() {
    dirty = true;
    saveState('saving');
    clearTimeout(draftTimer);
    draftTimer = setTimeout(saveDraft, draftPause);
}

function saveDraft() {
    inFlight = (async () => {
        await inFlight;
        const form = draftForm();
        if (!form || !dirty) {
            return;
        }

        dirty = false;
        const body = fields(form);
        const response = await post('/call/draft', body, { keepTrying: () => form.isConnected && !posting });
        if (!response) {
            dirty = true;
            return;
        }

        if (response.ok) {
            kept(form, body, await response.json());
        } else {
            dirty = true;
            saveState('unsent');
            say('gone', 'pb-warn', texts.gone, link(texts.reload, '/call', true));
        }
    })();
    return inFlight;
}

function kept(form, sent, draft) {
    form.elements.version.value = draft.version;
    setDeadline(draft.expiresIn);
    // Another tab had written too: its words were added to these. Typing that went on meanwhile is left alone.
    for (const name of ['note', 'message', 'reason']) {
        const field = form.elements[name];
        if (field && draft[name] !== null && field.value === (sent.get(name) ?? '')) {
            field.value = draft[name];
        }
    }

    if (!dirty) {
        saveState('saved');
    }
}

// A page that is being left gets one last try, without waiting.
function flush() {
    const form = draftForm();
    if (form && dirty && !posting) {
        fetch('/call/draft', { method: 'POST', body: fields(form), headers, keepalive: true })
            .then(async response => { if (response.ok) { dirty = false; kept(form, new URLSearchParams(), { note: null, message: null, reason: null, ...await response.json() }); } })
            .catch(() => {});
    }
}

// ---- Time ----

function setDeadline(seconds) {
    deadline = Date.now() + seconds * 1000;
    if (seconds > warnBefore) {
        unsay('lapsing');
    }

    tick();
}

function tick() {
    const shown = main.querySelector('[data-countdown]');
    if (!shown) {
        return;
    }

    const left = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
    shown.textContent = shown.dataset.text.replace('{0}', Math.ceil(left / 60));
    const form = draftForm();
    if (form && left === 0) {
        hideNumber();
        say('lapsing', 'pb-warn', texts.lapsed);
    } else if (form && left < warnBefore && !notes.querySelector('[data-kind="lapsing"]')) {
        say('lapsing', 'pb-warn', texts.lapsing, button(texts.keep, keep));
    } else if (!form && left === 0 && !posting) {
        reload();
    }
}

async function keep() {
    const response = await post('/call/keep', fields(draftForm()), { keepTrying: () => true });
    if (response?.ok) {
        setDeadline((await response.json()).expiresIn);
    }
}

function localTimes() {
    const language = document.documentElement.lang;
    const today = new Date().toDateString();
    main.querySelectorAll('time[data-moment]').forEach(shown => {
        const at = new Date(shown.dateTime);
        const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' };
        if (at.toDateString() !== today) {
            Object.assign(options, { weekday: 'short', day: 'numeric', month: 'short' });
        }

        shown.textContent = `${new Intl.DateTimeFormat(language, options).format(at)} (${shown.textContent})`;
    });
}

// ---- The number ----

function hideNumber() {
    clearTimeout(numberTimer);
    const number = main.querySelector('[data-number]');
    if (number) {
        number.remove();
        main.querySelector('[data-number-again]').hidden = false;
    }
}

function hideEverything() {
    dirty = false;
    events?.close();
    main.replaceChildren();
    say('hidden', 'pb-warn', texts.hidden, link(texts.toStart, '/'));
}

async function stayAwake() {
    if (main.querySelector('[data-number]') && document.visibilityState === 'visible' && !wakeLock && navigator.wakeLock) {
        try {
            wakeLock = await navigator.wakeLock.request('screen');
            wakeLock.addEventListener('release', () => { wakeLock = null; });
        } catch {
            // Refused when the battery is low: the page works all the same.
        }
    } else if (!main.querySelector('[data-number]')) {
        wakeLock?.release();
    }
}

// ---- The script's branches ----

function branch() {
    const script = main.querySelector('[data-script]');
    if (!script) {
        return;
    }

    const steps = new Map([...script.children].map(step => [step.dataset.step, step]));
    const onWay = new Set();
    let suggested = null;
    let step = script.firstElementChild;
    while (step && !onWay.has(step)) {
        onWay.add(step);
        const taken = step.querySelector('input[type=radio]:checked');
        suggested = taken?.dataset.suggests ?? suggested;
        const next = taken ? taken.dataset.next : step.querySelector('input[type=radio]') ? null : step.dataset.next;
        step = steps.get(next);
    }

    for (const one of steps.values()) {
        one.hidden = !onWay.has(one);
        one.querySelectorAll('input').forEach(input => { input.disabled = one.hidden || 'full' in input.dataset; });
    }

    suggest(suggested);
}

function suggest(key) {
    main.querySelectorAll('[data-suggested]').forEach(marked => marked.removeAttribute('data-suggested'));
    const outcome = key && main.querySelector(`#outcome [value="${CSS.escape(key)}"]`);
    if (!outcome) {
        return;
    }

    (outcome.closest('label') ?? outcome).setAttribute('data-suggested', '');
    if (outcome.type === 'radio' && !chosenByHand) {
        outcome.checked = true;
        outcome.closest('details').open = true;
    }
}

function pair(target) {
    const form = target.form;
    if (target.name === 'callback' && target.value !== 'other') {
        [form.elements.callbackDate.value, form.elements.callbackTime.value] = target.value.split('T');
    } else if ((target.name === 'callbackDate' || target.name === 'callbackTime') && form.elements.callback) {
        form.elements.callback.value = 'other';
    }
}

// ---- Entering a state of the page ----

function enter() {
    chosenByHand = Boolean(main.querySelector('input[name=reached]:checked'));
    main.querySelectorAll('[data-without-script], [data-if]').forEach(part => { part.hidden = true; });
    main.querySelectorAll('[data-copy]').forEach(copy => { copy.hidden = !navigator.clipboard; });
    const countdown = main.querySelector('[data-countdown]');
    if (countdown) {
        setDeadline(Number(countdown.dataset.countdown));
    }

    clearTimeout(numberTimer);
    if (main.querySelector('[data-number]')) {
        numberTimer = setTimeout(() => { hideNumber(); stayAwake(); }, numberShownFor);
    }

    const recorded = main.querySelector('[data-recorded]');
    if (recorded) {
        setTimeout(() => recorded.remove(), Math.max(0, new Date(recorded.dataset.until) - Date.now()));
    }

    localTimes();
    branch();
    stayAwake();
}

async function reload() {
    const response = await fetch(`/call/part${location.search}`, { headers }).catch(() => null);
    if (!response?.ok || posting || dirty) {
        return;
    }

    const html = await response.text();
    const claim = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-claim]')?.dataset.claim;
    if (claim !== main.querySelector('[data-claim]')?.dataset.claim) {
        swap(html);
    }
}

function listen() {
    if (events || document.visibilityState !== 'visible') {
        return;
    }

    events = new EventSource('/call/events');
    events.addEventListener('paused', () => say('paused', 'pb-warn', texts.paused));
    events.addEventListener('notice', () => say('notice', '', texts.notice));
    events.addEventListener('hide', hideEverything);
    events.addEventListener('reload', () => {
        // What this page has just done itself is no news.
        if (!posting && Date.now() - lastPost > 3000) {
            reload();
        }
    });
}

// ---- Hands ----

main.addEventListener('submit', event => {
    if (event.target.matches('form[data-call]')) {
        event.preventDefault();
        submit(event.target, event.submitter);
    }
});

main.addEventListener('input', event => {
    if (!event.target.form?.matches('[data-draft]')) {
        return;
    }

    pair(event.target);
    if (event.target.name === 'reached') {
        chosenByHand = true;
    } else if (event.target.dataset.next !== undefined || event.target.type === 'radio') {
        branch();
    }

    changed();
});

main.addEventListener('click', async event => {
    const target = event.target.closest('a[href*="#"]')?.hash;
    const place = target && document.getElementById(target.slice(1));
    if (place) {
        // A part that was fetched names the address it came from; the place itself is on this page.
        event.preventDefault();
        place.closest('details')?.setAttribute('open', '');
        place.scrollIntoView({ block: 'start' });
        place.focus({ preventScroll: true });
        return;
    }

    const copy = event.target.closest('[data-copy]');
    if (copy) {
        await navigator.clipboard.writeText(copy.dataset.copy);
        copy.querySelector('[data-copy-word]').textContent = copy.dataset.copied;
        announce(copy.dataset.copied);
    }
});

document.addEventListener('keydown', event => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('textarea, select, input:not([type=radio]):not([type=checkbox])')) {
        return;
    }

    const wanted = /^[1-9]$/.test(event.key) || (event.key === 'Enter' && event.target.matches('h1, body'));
    const choice = wanted && main.querySelector(`[data-key="${event.key}"]`);
    if (!choice || posting) {
        return;
    }

    event.preventDefault();
    if (choice.type === 'radio') {
        choice.closest('details').open = true;
        choice.checked = true;
        choice.focus();
        choice.dispatchEvent(new Event('input', { bubbles: true }));
    } else {
        choice.click();
    }
});

document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
        flush();
        events?.close();
        events = null;
    } else {
        tick();
        stayAwake();
        listen();
    }
});

addEventListener('pagehide', flush);
addEventListener('beforeunload', event => {
    if (dirty || (posting && !navigator.onLine)) {
        event.preventDefault();
    }
});

setInterval(tick, 15_000);
enter();
listen();
