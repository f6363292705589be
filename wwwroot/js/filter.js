// Counts anew whom a filter finds, a moment after something was ticked. Without script there is a button that does the same.
// It listens on the document: a link of the desk leads to the filter without a new document, and then no script runs anew.
let timer = 0;
let asked = 0;

async function count(form) {
    const mine = ++asked;
    const body = new FormData(form);
    body.set('act', 'count');
    try {
        const answer = await fetch(form.action, { method: 'post', body });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const counted = page.querySelector('[data-count-here]');

        // An answer that was overtaken says nothing about what is ticked now.
        if (answer.ok && !answer.redirected && counted && mine === asked) {
            form.querySelector('[data-count-here]').replaceChildren(...counted.childNodes);
        }
    } catch {
        // Offline for a moment; the button is still there.
    }
}

document.addEventListener('change', event => {
    const form = event.target.closest('form[data-counts]');
    if (form && event.target.closest('.pb-split > .pb-stack:first-of-type') && !event.target.closest('[data-count-here]')) {
        clearTimeout(timer);
        timer = setTimeout(count, 300, form);
    }
});
