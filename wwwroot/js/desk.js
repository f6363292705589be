// The server does not know the reader's clock; without script such a moment stands there in UTC. On a narrow window the page
// one is on may stand outside the row of pages. Both anew wherever a link has led without a new document.
function arrive() {
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
    document.querySelectorAll('time[data-local]').forEach(time => {
        time.textContent = clock.format(new Date(time.dateTime));
        time.removeAttribute('data-local');
    });
    const here = document.querySelector('.pb-side [aria-current]');
    const row = here?.closest('.pb-side');
    if (row && row.scrollWidth > row.clientWidth) {
        const [its, all] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
        row.scrollBy(its.left + its.width / 2 - all.left - all.width / 2, 0);
    }
}

arrive();
window.Blazor?.addEventListener('enhancedload', arrive);

// What says that a field was refused leads to it.
document.addEventListener('click', event => {
    const link = event.target.closest('main [role="alert"] a[href*="#"]');
    document.getElementById(link?.hash.slice(1))?.focus();
});

// The client script sets a class on this element when the connection is lost. A page the server no longer knows is
// loaded afresh; a laptop that was asleep tries at once instead of waiting.
const modal = document.getElementById('components-reconnect-modal');

if (modal) {
    new MutationObserver(() => {
        if (modal.classList.contains('components-reconnect-rejected')) {
            location.reload();
        }
    }).observe(modal, { attributes: true, attributeFilter: ['class'] });

    document.addEventListener('visibilitychange', async () => {
        if (document.visibilityState === 'visible' && modal.classList.contains('components-reconnect-failed')) {
            const connected = await window.Blazor?.reconnect?.();
            if (!connected) {
                location.reload();
            }
        }
    });
}
