// The script editor: its plain form sent in the background, so that the page stays where it is and nothing typed can be lost on
// the way. Alt and arrows or dragging move a step; the preview and the check follow what is typed; one language at a time on a
// narrow window. It listens on the document: a link of the desk leads to the editor without a new document.
const Changed = 'data-dirty';
const LiveDelay = 700;
let timer = 0;
let asked = 0;
let shownLanguage = null;
let dragged = null;
let pressing = false;
let typed = false;

const form = () => document.querySelector('form[data-script-form]');

async function post(submitter, act) {
    const editor = form();
    const mine = ++asked;
    clearTimeout(timer);
    const body = new FormData(editor, submitter?.type === 'submit' ? submitter : null);
    if (act) {
        body.set('act', act);
    }

    try {
        const answer = await fetch(editor.getAttribute('action').split('#')[0], { method: 'post', body });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        if (!page.querySelector('[data-script-editor]')) {
            throw new Error('not the editor');
        }

        return mine === asked ? { page, saved: answer.redirected } : null;
    } catch {
        // Offline, signed out, or a portal that answers in our place: the page keeps everything.
        if (mine === asked) {
            say(document.querySelector('[data-script-editor]').dataset.unsent);
        }

        return null;
    }
}

function say(words) {
    const status = document.querySelector('[data-said]');
    if (status) {
        status.textContent = words;
    }
}

async function press(submitter, act) {
    if (pressing) {
        return;
    }

    const before = document.activeElement;
    const key = before?.dataset?.act ? `[data-act="${before.dataset.act}"]:enabled` : null;
    const saves = submitter?.value.startsWith('save');
    pressing = true;
    form().inert = Boolean(saves);
    let answered;
    do {
        // What was typed while the answer was on its way is sent as well, before the answer takes its place.
        typed = false;
        answered = await post(submitter, act);
    } while (typed && answered && !saves);

    pressing = false;
    form().inert = false;
    if (!answered) {
        return;
    }

    const said = answered.page.querySelector('[data-said]')?.textContent ?? '';
    document.querySelector('[data-script-editor]').replaceWith(document.adoptNode(answered.page.querySelector('[data-script-editor]')));
    arrive();

    // Words put into a region that stands there already are read out.
    say('');
    setTimeout(say, 50, said);
    const target = (key && document.querySelector(key)) ?? document.querySelector('[data-script-editor] [autofocus]')
        ?? (before?.id && document.getElementById(before.id)) ?? document.querySelector('[data-script-editor] [role=status], #said');
    if (target) {
        showLanguageOf(target);
        if (!target.matches('button, input, select, textarea, a')) {
            target.tabIndex = -1;
        }

        target.focus();
        target.scrollIntoView({ block: 'nearest' });
    }
}

// What follows the typing: parts without fields that are typed in.
async function live() {
    if (!form() || pressing) {
        return;
    }

    const answered = await post(null, 'check');
    if (!answered || answered.saved) {
        return;
    }

    for (const part of document.querySelectorAll('[data-script-editor] [data-live]')) {
        const fresh = answered.page.getElementById(part.id);
        if (!fresh || (part.contains(document.activeElement) && !part.matches('#preview'))) {
            continue;
        }

        const active = part.contains(document.activeElement) ? document.activeElement : null;
        const open = [...part.querySelectorAll('details')].map(one => one.open);
        const top = part.scrollTop;
        part.hidden = fresh.hidden;
        part.replaceChildren(...fresh.childNodes);
        part.querySelectorAll('details').forEach((one, i) => { one.open = open[i] ?? one.open; });
        part.scrollTop = top;
        if (active?.name) {
            const value = active.type === 'radio' ? `[value="${CSS.escape(active.value)}"]` : '';
            part.querySelector(`[name="${CSS.escape(active.name)}"]${value}`)?.focus();
        }
    }
}

// ---- Languages, one at a time on a narrow window ----

function showLanguage(language) {
    shownLanguage = language;
    document.querySelectorAll('[data-language-tabs] button').forEach(tab => tab.setAttribute('aria-pressed', String(tab.dataset.showLanguage === language)));
    document.querySelectorAll('[data-script-form] [data-language]').forEach(field => field.toggleAttribute('data-shown', field.dataset.language === language));
}

// The preview is a window of its own on a wide screen: it shows the step that is being written.
function showStep() {
    const preview = document.querySelector('#preview');
    const step = preview?.dataset.shows && document.getElementById(preview.dataset.shows);
    if (step && preview.scrollHeight > preview.clientHeight) {
        preview.scrollTop += step.getBoundingClientRect().top - preview.getBoundingClientRect().top - preview.clientHeight / 4;
    }
}

function showLanguageOf(target) {
    const language = target.closest('[data-language]')?.dataset.language;
    if (language) {
        showLanguage(language);
    }
}

function arrive() {
    const editor = form();
    if (!editor) {
        return;
    }

    editor.classList.add('pb-one-language');
    showStep();
    const tabs = editor.querySelector('[data-language-tabs]');
    if (tabs) {
        tabs.hidden = false;
        const languages = [...tabs.querySelectorAll('button')].map(tab => tab.dataset.showLanguage);
        showLanguage(languages.includes(shownLanguage) ? shownLanguage : languages[0]);
    }
}

// ---- Moving a step ----

const moves = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' };

document.addEventListener('keydown', event => {
    const row = event.altKey && !event.ctrlKey && !event.metaKey && event.target.closest('[data-script-form] [data-row], [data-script-form] .pb-tree-acts');
    let move = row && moves[event.key];
    if (!move) {
        return;
    }

    if (document.documentElement.dir === 'rtl' && (move === 'in' || move === 'out')) {
        move = move === 'in' ? 'out' : 'in';
    }

    event.preventDefault();
    const index = row.dataset.row ?? form().elements.open.value;
    press(null, `${move}:${index}`);
});

document.addEventListener('dragstart', event => {
    const row = event.target.closest?.('[data-script-form] [data-row]');
    if (row) {
        dragged = row;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', '');
        row.setAttribute('data-dragged', '');
    }
});

function place(event) {
    const answer = event.target.closest?.('[data-script-form] [data-under]');
    if (answer) {
        return { part: answer, where: 'under', act: `under:${dragged.dataset.row}:${answer.dataset.under}` };
    }

    const row = event.target.closest?.('[data-script-form] [data-row]');
    if (!row || row === dragged) {
        return null;
    }

    const box = row.getBoundingClientRect();
    const where = event.clientY < box.top + box.height / 2 ? 'before' : 'after';
    return { part: row, where, act: `${where}:${dragged.dataset.row}:${row.dataset.row}` };
}

function unmark() {
    document.querySelectorAll('[data-drop]').forEach(part => part.removeAttribute('data-drop'));
}

document.addEventListener('dragover', event => {
    const there = dragged && place(event);
    unmark();
    if (there) {
        event.preventDefault();
        there.part.setAttribute('data-drop', there.where);
    }
});

document.addEventListener('drop', event => {
    const there = dragged && place(event);
    if (there) {
        event.preventDefault();
        press(null, there.act);
    }
});

document.addEventListener('dragend', () => {
    dragged?.removeAttribute('data-dragged');
    dragged = null;
    unmark();
});

// ---- The form ----

document.addEventListener('submit', event => {
    if (event.target.matches('form[data-script-form]') && !event.defaultPrevented) {
        event.preventDefault();
        press(event.submitter);
    }
});

document.addEventListener('input', event => {
    const editor = event.target.closest('form[data-script-form]');
    if (editor) {
        clearTimeout(timer);
        typed = true;
        if (!event.target.closest('#preview')) {
            editor.setAttribute(Changed, '');
        }

        timer = setTimeout(live, event.target.closest('#preview') ? 0 : LiveDelay);
    }
});

document.addEventListener('click', event => {
    const tab = event.target.closest('[data-show-language]');
    if (tab) {
        showLanguage(tab.dataset.showLanguage);
        return;
    }

    // A link of the desk would leave without asking.
    const link = event.target.closest('a[href]');
    if (link && form()?.hasAttribute(Changed) && link.target !== '_blank' && !event.ctrlKey && !event.metaKey && link.pathname !== location.pathname) {
        event.preventDefault();
        event.stopImmediatePropagation();
        location.assign(link.href);
    }
}, true);

addEventListener('beforeunload', event => {
    if (form()?.hasAttribute(Changed)) {
        event.preventDefault();
    }
});

arrive();
window.Blazor?.addEventListener('enhancedload', arrive);
