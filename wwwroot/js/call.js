// The call page with script: posts answer with the next inside of <main>, drafts save themselves, keys choose.
// Everything here is an addition: without it the same forms are sent and the same pages come back.
// Nothing is ever written to the browser's storage; what could not be sent waits in this page.

const main = document.getElementById('main');
const texts = { ...document.getElementById('call-texts').dataset };
const offlineState = document.getElementById('call-offline').content.firstElementChild;
const noConnection = offlineState.querySelector('h2').textContent;
const headers = { 'X-Fragment': '1', 'X-Requested-With': 'XMLHttpRequest' };
const draftPause = 500;
const warnBefore = 5 * 60;
const warnBeforeExpiry = 2 * 60;
const longestWait = 20_000;

let dirty = false;
let changes = 0;
let saves = 0;
let draftTimer = 0;
let numberTimer = 0;
let numberUntil = Infinity;
let inFlight = null;
let draftOnItsWay = null;
let posting = false;
let told = null;
let deadline = 0;
let chosenByHand = false;
let lastPost = 0;
let wakeLock = null;
let events = null;

// Notices of coordinators stand there already (help.js); what this page has to say comes under them.
const notes = document.querySelector('.pb-notes');
const live = document.createElement('p');
live.className = 'pb-hidden';
live.setAttribute('role', 'status');
document.body.append(live);

const draftForm = () => main.querySelector('form[data-draft]');

// Whoever waits to try again is woken when the network is back, when the page is looked at, and by a press on a button.
const waiting = new Set();
const wake = () => [...waiting].forEach(go => go());
const rest = ms => new Promise(done => {
    const go = () => { waiting.delete(go); clearTimeout(timer); done(); };
    const timer = setTimeout(go, ms);
    waiting.add(go);
});

// ---- Saying things ----

function announce(text) {
    live.textContent = '';
    setTimeout(() => { live.textContent = text; }, 50);
}

function say(kind, tone, text, action) {
    if (notes.querySelector(`[data-kind="${kind}"]`)?.textContent.startsWith(text)) {
        return;
    }

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

// Seen at once; read aloud only when it is news: the first save of a call, what could not be sent, and that it was after all.
function saveState(state) {
    const shown = main.querySelector('[data-save]');
    if (shown && shown.dataset.state !== state) {
        shown.dataset.state = state;
        shown.textContent = shown.dataset[state];
        if (state !== 'saving' && state !== told) {
            told = state;
            announce(shown.textContent);
        }
    }
}

// A state of the page of its own: what is the matter, and what still works.
function disconnected(title) {
    const shown = notes.querySelector('[data-kind="offline"]');
    if (shown) {
        const heading = shown.querySelector('h2');
        if (heading.textContent !== title) {
            heading.textContent = title;
        }

        return;
    }

    const state = offlineState.cloneNode(true);
    state.querySelector('h2').textContent = title;
    notes.prepend(state);
}

function connected() {
    if (notes.querySelector('[data-kind="offline"]')) {
        unsay('offline');
        announce(texts.back);
    }
}

// ---- Sending ----

// One try. Null when there was no answer; what a proxy, a hotel's portal or a dying server says is not ours.
async function ask(url, options, stop) {
    const control = new AbortController();
    const end = () => control.abort();
    const timer = setTimeout(end, longestWait);
    stop?.addEventListener('abort', end);
    try {
        const response = await fetch(url, { ...options, headers, redirect: 'manual', signal: control.signal });
        const header = name => response.headers.get(name);
        const isJson = header('Content-Type')?.startsWith('application/json') === true;
        return {
            status: response.status,
            ok: response.ok,
            ours: isJson || ['X-Fragment', 'X-Location', 'X-Part'].some(name => header(name) !== null),
            part: header('X-Part') !== null,
            json: isJson,
            location: header('X-Location'),
            repeated: header('X-Repeated') !== null,
            text: await response.text(),
        };
    } catch {
        return null;
    } finally {
        clearTimeout(timer);
        stop?.removeEventListener('abort', end);
    }
}

// Sends until our server has answered. Waits for the network, and for the caller to sign in again beside this page.
async function post(url, body, { keepTrying, stop }) {
    let renewals = 0;
    for (let attempt = 0; ; attempt++) {
        const sent = body();
        const answer = await ask(url, { method: 'POST', body: sent }, stop);
        if (answer?.ours) {
            connected();
            unsay('signed-out');
            return { ...answer, sent };
        }

        if (!keepTrying()) {
            return null;
        }

        if (answer?.status === 400) {
            // The page was made for a session that is over: with a token of the new one the same form is taken.
            if (renewals++ < 2 && await renewToken()) {
                continue;
            }

            if (renewals > 2) {
                return { ...answer, sent };
            }
        }

        saveState('unsent');
        if (answer?.status === 401) {
            connected();
            say('signed-out', 'pb-warn', texts.signedOut, link(texts.signIn, '/account/sign-in', true));
            await rest(60_000);
        } else {
            if (!navigator.onLine) {
                disconnected(noConnection);
            } else if (attempt > 0) {
                disconnected(answer ? texts.unreachable : noConnection);
            }

            await rest(Math.min(1000 * 2 ** attempt, 30_000));
        }

        if (!keepTrying()) {
            return null;
        }
    }
}

async function renewToken() {
    const answer = await ask('/call/part', {});
    const token = answer?.ours && new DOMParser().parseFromString(answer.text, 'text/html').querySelector('[name="__RequestVerificationToken"]')?.value;
    if (!token) {
        return false;
    }

    document.querySelectorAll('[name="__RequestVerificationToken"]').forEach(field => { field.value = token; });
    return true;
}

function fields(form, submitter) {
    if (form.elements.open) {
        form.elements.open.value = openParts(form);
    }

    const body = new URLSearchParams(new FormData(form));
    if (form.matches('[data-draft]')) {
        body.append('save', ++saves);

        // Steps that are hidden now may come back: so do their answers.
        form.querySelectorAll('[data-step][hidden] input').forEach(input => {
            if (input.type === 'radio' ? input.checked : input.value) {
                body.append(input.name.replace(/^answer\./, 'aside.'), input.value);
            }
        });
    }

    if (submitter?.name) {
        body.append(submitter.name, submitter.value);
    }

    return body;
}

const openParts = form => [...form.querySelectorAll('details[data-keep][open]')].map(part => part.dataset.keep).join(',');

async function submit(form, submitter) {
    if (posting) {
        return;
    }

    posting = true;
    stopTimer();
    main.setAttribute('aria-busy', 'true');
    try {
        const isDraft = form.matches('[data-draft]');
        if (isDraft) {
            // This post carries all that a draft does: nobody waits for one.
            draftOnItsWay?.abort();
            wake();
            await inFlight;
        }

        const url = submitter?.getAttribute('formaction') ?? form.getAttribute('action');
        if (isDraft && url === '/call/outcome') {
            hideNumber();
        } else if (!isDraft && dirty) {
            await saveDraft(true);
        }

        const first = fields(form, submitter);
        const answer = await post(url, () => fields(form, submitter), { keepTrying: () => form.isConnected });
        lastPost = Date.now();
        if (answer) {
            // What a try that seemed lost had brought to the server holds only what was typed before it.
            follow(answer, { form, typed: isDraft ? typedSince(form, answer.repeated ? first : answer.sent) : [], stays: url === '/call/language' || url === '/call/address' });
        }
    } finally {
        posting = false;
        main.removeAttribute('aria-busy');
    }
}

function follow(answer, { form, typed, stays }) {
    if (answer.location) {
        dirty = false;
        posting = false;
        if (!showLate(typed, answer.location)) {
            location.assign(answer.location);
        }
    } else if (answer.part) {
        replaceNotice(form.closest('[data-recorded]'), answer.text);
    } else if (answer.json) {
        takeDraft(form, answer);
    } else if (answer.ours) {
        dirty = false;
        swap(answer.text, typed, stays);
    } else {
        say('failed', 'pb-danger', texts.failed, link(texts.reload, '/call'));
    }
}

// What was typed or chosen while a form was on its way.
function typedSince(form, sent) {
    const now = new FormData(form);
    return [...new Set([...form.elements].filter(field => field.name && field.type !== 'hidden' && field.type !== 'submit').map(field => field.name))]
        .filter(name => (now.get(name) ?? '') !== (sent.get(name) ?? '') && !(name.startsWith('answer.') && sent.has(name.replace('answer.', 'aside.'))))
        .map(name => ({ name, value: now.get(name) ?? '', isText: form.elements.namedItem(name).matches?.('textarea, input:not([type=checkbox])') === true }));
}

// Words that came too late for the call they belong to stay in sight.
function showLate(typed, next) {
    const words = typed.filter(field => field.isText && field.value.trim());
    if (words.length === 0) {
        return false;
    }

    const box = document.createElement('div');
    box.className = 'pb-stack pb-stack-tight';
    for (const { value } of words) {
        const area = document.createElement('textarea');
        area.className = 'pb-input';
        area.readOnly = true;
        area.value = value;
        area.setAttribute('aria-label', texts.late);
        box.append(area);
    }

    if (next) {
        box.append(link(texts.toStart, next));
    }

    say('late', 'pb-warn', texts.late, box);
    return true;
}

function swap(html, typed = [], stays = false) {
    unsay('failed');
    unsay('lapsing');
    const claim = claimShown(main);
    const place = placeNow();
    const unsent = unsentNotice();
    main.innerHTML = html;
    if (unsent) {
        // Words for the last call that were not added yet outlive the form of the next one.
        const same = main.querySelector(`[data-recorded="${unsent.dataset.recorded}"]`);
        same ? same.replaceWith(unsent) : main.prepend(unsent);
    }

    const isSame = claim !== undefined && claim === claimShown(main);
    if (isSame) {
        openAgain(place.open);
    }

    enter();
    if (isSame && draftForm()) {
        takeOver(typed);
    } else {
        showLate(typed);
    }

    if (isSame && stays) {
        goBackTo(place);
        return;
    }

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

const claimShown = part => part.querySelector('[data-claim]')?.dataset.claim;

function takeOver(typed) {
    const form = draftForm();
    for (const { name, value } of typed) {
        const field = form.elements.namedItem(name);
        if (field?.type === 'checkbox') {
            field.checked = Boolean(value);
        } else if (field) {
            field.value = value;
        }
    }

    if (typed.length > 0) {
        branch();
        changed();
    }
}

// ---- The place on the page ----

const nameOfPart = part => part.dataset.keep ?? part.dataset.group ?? part.querySelector('summary')?.textContent.trim();

function placeNow() {
    const focused = document.activeElement?.closest('.pb-menu')?.querySelector('summary') ?? document.activeElement;
    return {
        scroll: scrollY,
        open: [...main.querySelectorAll('details[open]:not(.pb-menu)')].map(nameOfPart),
        focus: !focused || !main.contains(focused) ? null
            : focused.id ? `#${CSS.escape(focused.id)}`
            : focused.name ? `[name="${CSS.escape(focused.name)}"]${focused.matches('button, input[type=radio]') ? `[value="${CSS.escape(focused.value)}"]` : ''}`
            : null,
        selection: focused?.matches?.('textarea') ? [focused.selectionStart, focused.selectionEnd] : null,
    };
}

function openAgain(names) {
    main.querySelectorAll('details:not(.pb-menu)').forEach(part => { part.open ||= names.includes(nameOfPart(part)); });
}

function goBackTo({ scroll, focus, selection }) {
    const field = focus && main.querySelector(focus);
    field?.focus({ preventScroll: true });
    if (selection && field) {
        field.setSelectionRange(...selection);
    }

    scrollTo(0, scroll);
}

// ---- The notice about the last call ----

const unsentNotice = () => [...main.querySelectorAll('form[data-part] textarea')].find(field => !field.readOnly && field.value.trim())?.closest('[data-recorded]');

function replaceNotice(old, html) {
    const made = document.createRange().createContextualFragment(html).firstElementChild;
    old.replaceWith(made);
    leaveInTime(made);
    const wrong = made.querySelector('[role=alert]');
    announce((wrong ?? made.querySelector('p')).textContent.trim());
    (wrong ? made.querySelector('textarea') : made.querySelector('summary')).focus();
}

function leaveInTime(notice) {
    setTimeout(() => { if (unsentNotice() !== notice) { notice.remove(); } }, Math.max(0, new Date(notice.dataset.until) - Date.now()));
}

// ---- The draft ----

function stopTimer() {
    clearTimeout(draftTimer);
    draftTimer = 0;
}

function changed() {
    dirty = true;
    changes++;
    saveState('saving');
    // Counted from the first key that is not saved: whoever types without a pause is saved on the way.
    draftTimer ||= setTimeout(saveDraft, draftPause);
}

// A draft that is on its way gives up when something else is posted, unless that waits for it.
function saveDraft(insists = false) {
    stopTimer();
    inFlight = (async before => {
        await before;
        // What was typed while the last one was on its way goes with this one.
        stopTimer();
        const form = draftForm();
        if (!form || !dirty || (posting && insists !== true)) {
            return;
        }

        const stop = new AbortController();
        draftOnItsWay = stop;
        const body = () => {
            dirty = false;
            return fields(form);
        };
        const answer = await post('/call/draft', body, { keepTrying: () => form.isConnected && !stop.signal.aborted && (insists === true || !posting), stop: stop.signal });
        if (answer) {
            takeDraft(form, answer);
        } else {
            dirty = true;
        }
    })(inFlight);
    return inFlight;
}

function takeDraft(form, answer) {
    if (answer.ok && answer.json) {
        kept(form, answer.sent, JSON.parse(answer.text));
    } else {
        dirty = true;
        saveState('unsent');
        say('gone', 'pb-warn', texts.gone, link(texts.reload, '/call', true));
    }
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

    warn(form, draft.found ?? {});
    if (!dirty) {
        saveState('saved');
    }
}

// The server says which texts hold what should rather not be kept; here it is only shown under the field.
function warn(form, found) {
    for (const field of form.querySelectorAll('textarea, input[dir=auto]')) {
        let hint = field.nextElementSibling?.matches('[data-found]') ? field.nextElementSibling : null;
        const text = found[field.name] ?? '';
        if (text && !hint) {
            hint = document.createElement('p');
            hint.className = 'pb-found';
            hint.dataset.found = '';
            field.after(hint);
        }

        if (hint && hint.textContent !== text) {
            hint.textContent = text;
            if (text) {
                announce(text);
            }
        }
    }
}

// A page that is being left gets one last try, without waiting.
function flush() {
    const form = draftForm();
    if (form && dirty && !posting) {
        const upTo = changes;
        const sent = fields(form);
        fetch('/call/draft', { method: 'POST', body: sent, headers, redirect: 'manual', keepalive: true })
            .then(async response => {
                if (response.ok && changes === upTo && form.isConnected) {
                    const draft = await response.json();
                    dirty = false;
                    kept(form, sent, draft);
                }
            })
            .catch(() => {});
    }
}

// ---- Time ----

// A moment on the clock, not a count of ticks: a phone that slept is right when it wakes.
function setDeadline(seconds) {
    if (!Number.isFinite(seconds)) {
        return;
    }

    deadline = Date.now() + seconds * 1000;
    if (seconds > (draftForm() ? warnBefore : warnBeforeExpiry)) {
        unsay('lapsing');
    }

    tick();
}

function tick() {
    if (Date.now() >= numberUntil) {
        hideNumber();
        stayAwake();
    }

    const shown = main.querySelector('[data-countdown]');
    if (!shown) {
        return;
    }

    const left = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
    const text = shown.dataset.text.replace('{0}', Math.ceil(left / 60));
    if (shown.textContent !== text) {
        shown.textContent = text;
    }

    const isCall = Boolean(draftForm());
    if (isCall && left === 0) {
        hideNumber();
        say('lapsing', 'pb-warn', texts.lapsed);
    } else if (left > 0 && left < (isCall ? warnBefore : warnBeforeExpiry) && !notes.querySelector('[data-kind="lapsing"]')) {
        say('lapsing', 'pb-warn', isCall ? texts.lapsing : texts.expiring, button(isCall ? texts.keep : texts.keepTen, keep));
    } else if (!isCall && left === 0 && !posting) {
        reload(texts.expired);
    }
}

async function keep() {
    const form = draftForm() ?? main.querySelector('form[data-expires]');
    const answer = form && await post('/call/keep', () => fields(form), { keepTrying: () => form.isConnected });
    if (!answer?.ok) {
        if (answer) {
            reload(texts.expired);
        }

        return;
    }

    const before = deadline;
    setDeadline(JSON.parse(answer.text).expiresIn);
    if (deadline - before > 60_000) {
        unsay('lapsing');
        announce(texts.kept);
    } else {
        say('lapsing', 'pb-warn', texts.noLonger);
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
    numberUntil = Infinity;
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
    notes.replaceChildren();
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
    const before = main.querySelector('input[name=reached]:checked');
    if (before && !chosenByHand && before.value !== key) {
        // It had been chosen by an answer that was changed.
        before.checked = false;
    }

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
    chosenByHand = main.querySelector('input[name=reached]:checked')?.closest('[data-suggested]') === null;
    told = null;
    main.querySelectorAll('[data-without-script], [data-if]').forEach(part => { part.hidden = true; });
    main.querySelectorAll('[data-copy]').forEach(copy => { copy.hidden = !navigator.clipboard; });
    const countdown = main.querySelector('[data-countdown]');
    if (countdown) {
        setDeadline(Number(countdown.dataset.countdown));
    }

    clearTimeout(numberTimer);
    const number = main.querySelector('[data-number]');
    numberUntil = number ? Date.now() + number.dataset.number * 1000 : Infinity;
    if (number) {
        numberTimer = setTimeout(tick, number.dataset.number * 1000);
    }

    main.querySelectorAll('[data-recorded]').forEach(leaveInTime);
    localTimes();
    branch();
    stayAwake();
}

async function reload(why) {
    if (main.querySelector('[data-practice]')) {
        return;
    }

    const answer = await ask(`/call/part${location.search}`, {});
    if (!answer?.ok || !answer.ours || posting || dirty) {
        return;
    }

    const claim = claimShown(new DOMParser().parseFromString(answer.text, 'text/html'));
    if (claim !== claimShown(main)) {
        swap(answer.text);
        if (why) {
            say('expired', '', why);
        }
    }
}

// A number or a person has come onto the stop list: hidden at once, before anything is asked. If it was the one before,
// the way back returns.
async function silenced() {
    hideNumber();
    const again = main.querySelector('[data-number-again]') ?? {};
    again.hidden = true;
    const answer = await ask(`/call/part${location.search}`, {});
    const there = new DOMParser().parseFromString(answer?.ok && answer.ours ? answer.text : '', 'text/html');
    const notice = there.querySelector('[data-silenced]');
    again.hidden = !!notice;
    if (!there.body.firstChild || posting) {
        return;
    }

    if (claimShown(there) !== claimShown(main)) {
        if (!dirty) {
            swap(answer.text);
        }
    } else if (notice && !main.querySelector('[data-silenced]')) {
        main.querySelector('h1[data-claim]').closest('.pb-row').after(document.adoptNode(notice));
        announce(notice.textContent);
    }
}

// The notices are fetched anew; where that says nothing, something else has changed.
async function noticed(otherwise) {
    const asked = new CustomEvent('pb-notice', { detail: {} });
    document.dispatchEvent(asked);
    if (await asked.detail.change) {
        unsay('paused');
    } else {
        otherwise();
    }
}

function listen() {
    if (events || document.visibilityState !== 'visible') {
        return;
    }

    events = new EventSource('/call/events');
    events.addEventListener('paused', () => noticed(() => say('paused', 'pb-warn', texts.paused)));
    events.addEventListener('notice', () => noticed(() => say('notice', '', texts.notice)));
    events.addEventListener('hide', hideEverything);
    events.addEventListener('silenced', silenced);
    events.addEventListener('error', () => {
        // Refused, so it does not come back by itself: the session may be over, or the server on its way up.
        if (events?.readyState === EventSource.CLOSED) {
            events = null;
            setTimeout(listen, 30_000);
        }
    });
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
        (place.matches('[tabindex], input, select, textarea') ? place : place.querySelector('input, select, textarea') ?? place).focus({ preventScroll: true });
        return;
    }

    const dial = event.target.closest('[data-dial]');
    if (dial) {
        // Once dialled, Enter no longer dials by itself; the button says that it can be pressed again.
        dial.querySelector('[data-dial-word]').textContent = dial.dataset.dial;
        delete dial.dataset.key;
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

    const target = event.target;
    const along = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (along && target.matches('button.pb-outcome')) {
        const way = event.key.startsWith('ArrowD') || event.key.startsWith('ArrowU') || getComputedStyle(target).direction === 'ltr' ? along : -along;
        const buttons = [...target.parentElement.querySelectorAll('button.pb-outcome')];
        event.preventDefault();
        buttons[buttons.indexOf(target) + way]?.focus();
        return;
    }

    if (event.key === 'Enter' && target.matches('form[data-draft] :is([type=radio], [type=checkbox])')) {
        event.preventDefault();
        main.querySelector('.pb-dock .pb-button-primary').focus();
        return;
    }

    const digit = '١٢٣٤٥٦٧٨٩'.indexOf(event.key) + 1;
    const key = digit ? String(digit) : event.key;
    const wanted = /^[1-9]$/.test(key) || (key === 'Enter' && target.matches('h1, body'));
    const choice = wanted && main.querySelector(`[data-key="${key}"]`);
    if (!choice || posting) {
        return;
    }

    event.preventDefault();
    if (choice.type === 'radio') {
        choice.closest('details').open = true;
        choice.checked = true;
        choice.dispatchEvent(new Event('input', { bubbles: true }));
        decideNext(choice);
    } else {
        choice.click();
    }
});

// To what the outcome asks for; where it asks for nothing, to "Save and next".
function decideNext(choice) {
    const asks = choice.closest('.pb-outcome').nextElementSibling;
    const next = asks?.matches('.pb-asks') ? asks.querySelector('[type=radio]:checked') ?? asks.querySelector('input, select, textarea') : null;
    (next ?? main.querySelector('.pb-dock .pb-button-primary')).focus();
}

document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
        flush();
        events?.close();
        events = null;
    } else {
        wake();
        tick();
        stayAwake();
        listen();
    }
});

// Before help is asked for, or the page is blanked.
document.addEventListener('pb-save', () => {
    clearTimeout(draftTimer);
    if (!posting) {
        saveDraft();
    }
});

addEventListener('focus', wake);
addEventListener('offline', () => disconnected(noConnection));
addEventListener('online', () => {
    connected();
    wake();
    if (dirty) {
        saveDraft();
    }
});
addEventListener('pageshow', event => {
    if (event.persisted) {
        reload();
    }
});
addEventListener('pagehide', flush);
addEventListener('beforeunload', event => {
    if (dirty || posting || unsentNotice()) {
        event.preventDefault();
    }
});

main.addEventListener('toggle', event => {
    const form = event.target.closest('form[data-draft]');
    if (form && openParts(form) !== form.elements.open.value) {
        changed();
    }
}, true);

setInterval(tick, 15_000);
enter();
listen();
if (!navigator.onLine) {
    disconnected(noConnection);
}
