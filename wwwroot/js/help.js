// "Help now" and coordinators' notices, in place: nothing leaves the page, so nothing typed is lost.
// What could not be sent waits in this page and is sent again with the same token until it has arrived.

const panel = document.getElementById('help-now');
const headers = { 'X-Fragment': '1', 'X-Requested-With': 'XMLHttpRequest' };
const token = () => document.querySelector('input[name="__RequestVerificationToken"]')?.value ?? '';
const pause = ms => new Promise(done => setTimeout(done, ms));
const online = () => new Promise(done => addEventListener('online', done, { once: true }));

let blanked = null;
const sending = new Set();

// ---- Asking ----

// A sentence from the page's own texts, never from outside.
function tell(status, tone, text) {
    const note = document.createElement('div');
    note.className = `pb-notice ${tone}`;
    const line = document.createElement('p');
    line.textContent = text;
    const inner = document.createElement('div');
    inner.append(line);
    note.append(inner);
    status.replaceChildren(note);
    note.scrollIntoView({ block: 'nearest' });
}

// Sends until there is an answer; the same token makes one request of however many tries.
async function ask(body, status) {
    tell(status, '', panel.dataset.sending);
    for (let attempt = 0; ; attempt++) {
        let response = null;
        try {
            response = await fetch('/help-now/ask', { method: 'POST', body, headers, keepalive: true, signal: AbortSignal.timeout(20_000) });
        } catch {
            // No network, or none in time.
        }

        if (response?.headers.get('X-Fragment')) {
            status.innerHTML = await response.text();
            status.scrollIntoView({ block: 'nearest' });
            return response.ok;
        }

        if (response && response.status !== 503 && response.status !== 401) {
            tell(status, 'pb-danger', panel.dataset.failed);
            return false;
        }

        tell(status, 'pb-warn', panel.dataset.unsent);
        await Promise.race([pause(Math.min(1000 * 2 ** attempt, 15_000)), online()]);
    }
}

async function askFromPanel(kind) {
    if (sending.has(kind)) {
        return;
    }

    sending.add(kind);
    const status = panel.querySelector('[data-help-status]');
    const text = panel.querySelector('[name="helpText"]');
    const next = panel.querySelector('[name="helpToken"]');
    const typed = text.value;
    // A text may follow in a second message: only the very same message has the same token.
    const body = new URLSearchParams({ help: kind, helpText: kind === 'Overheard' ? '' : typed, helpToken: next.value, __RequestVerificationToken: token() });
    next.value = crypto.randomUUID();
    document.dispatchEvent(new Event('pb-save'));
    if (kind === 'Overheard') {
        blank();
    }

    if (await ask(body, status) && kind !== 'Overheard' && text.value === typed) {
        text.value = '';
    }

    sending.delete(kind);
}

document.addEventListener('click', event => {
    const button = event.target.closest('button[name="help"]');
    if (button && panel?.contains(button)) {
        // Not by its form: that may be the form of a call which is no longer on the page.
        event.preventDefault();
        askFromPanel(button.value);
    } else if (event.target.closest('button[name="notice"]') && event.target.closest('#notices')) {
        event.preventDefault();
        read(event.target.closest('[data-notice]'));
    } else if (panel?.open && !panel.contains(event.target)) {
        panel.open = false;
    }
});

document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && panel?.open && !blanked) {
        panel.open = false;
        panel.querySelector('summary').focus();
    }
});

// "Ask to go on", under a spent budget.
document.addEventListener('submit', async event => {
    const form = event.target;
    if (form.matches('[data-help-ask]')) {
        event.preventDefault();
        const body = new URLSearchParams(new FormData(form, event.submitter));
        const status = document.createElement('div');
        status.setAttribute('role', 'status');
        form.replaceWith(status);
        if (!await ask(body, status)) {
            status.append(form);
        }
    }
});

// ---- Someone can hear me ----

// Keys are kept from the hidden page: a digit would choose an outcome nobody sees.
const swallow = event => {
    if (!event.target.closest?.('.pb-blank a, .pb-blank button')) {
        event.stopImmediatePropagation();
    }
};

function blank() {
    const hidden = [...document.body.children].filter(part => !part.hidden);
    const title = document.title;
    const page = document.createElement('div');
    page.className = 'pb-blank pb-main';
    page.setAttribute('role', 'main');
    const heading = document.createElement('h1');
    heading.textContent = panel.dataset.title;
    heading.tabIndex = -1;
    const text = document.createElement('p');
    text.className = 'pb-muted';
    text.textContent = panel.dataset.blank;
    const back = document.createElement('button');
    back.type = 'button';
    back.className = 'pb-button pb-button-quiet pb-small';
    back.textContent = panel.dataset.back;
    page.append(heading, text, back);
    hidden.forEach(part => { part.hidden = true; });
    document.body.append(page);
    document.title = panel.dataset.title;
    scrollTo(0, 0);
    heading.focus();
    addEventListener('keydown', swallow, true);
    blanked = page;
    back.addEventListener('click', () => {
        blanked = null;
        removeEventListener('keydown', swallow, true);
        page.remove();
        hidden.forEach(part => { part.hidden = false; });
        document.title = title;
        panel.querySelector('summary').focus();
    });
}

// ---- Notices ----

const ids = part => [...part.querySelectorAll('[data-notice]')].map(notice => notice.dataset.notice);

async function read(notice) {
    const body = new URLSearchParams({ notice: notice.dataset.notice, __RequestVerificationToken: token() });
    const response = await fetch('/notices/read', { method: 'POST', body, headers }).catch(() => null);
    if (response && (response.ok || response.status === 404)) {
        notice.remove();
        (document.querySelector('#notices button') ?? document.querySelector('main h1'))?.focus();
    }
}

// Gives back whether something came or went.
async function refresh() {
    const response = await fetch('/notices/part', { headers }).catch(() => null);
    const shown = document.getElementById('notices');
    if (!response?.ok || !shown) {
        return false;
    }

    const fetched = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('notices');
    const before = ids(shown);
    const now = ids(fetched);
    if (before.length === now.length && before.every(id => now.includes(id))) {
        return false;
    }

    shown.replaceWith(fetched);
    const news = [...fetched.querySelectorAll('[data-notice]')].filter(notice => !before.includes(notice.dataset.notice));
    live.textContent = '';
    setTimeout(() => { live.textContent = news.map(notice => (notice.querySelector('.pb-pre') ?? notice).textContent.trim()).join(' '); }, 50);
    return true;
}

const live = document.createElement('p');
live.className = 'pb-hidden';
live.setAttribute('role', 'status');
document.body.append(live);
document.addEventListener('pb-notice', event => { event.detail.change = refresh(); });
