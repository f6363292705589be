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

// ---- What cannot wait ----

// The live count beside the menu says how many nobody has taken; until it says none, the title and a sound call.
const Mark = '(!) ';
const SoundEvery = 4000;
const bar = document.querySelector('[data-alarm-bar]');
let sound = null;
let sounding = 0;

function chime() {
    if (sound?.state !== 'running') {
        return;
    }

    for (const [at, pitch] of [[0, 880], [0.25, 660]]) {
        const [tone, loudness, from] = [sound.createOscillator(), sound.createGain(), sound.currentTime + at];
        tone.frequency.value = pitch;
        loudness.gain.setValueAtTime(0.2, from);
        loudness.gain.exponentialRampToValueAtTime(0.001, from + 0.22);
        tone.connect(loudness).connect(sound.destination);
        tone.start(from);
        tone.stop(from + 0.24);
    }
}

// A browser lets a page sound only after it was touched.
async function unlock() {
    sound ??= new AudioContext();
    await sound.resume();
    tellWhetherSilent();
}

function tellWhetherSilent() {
    bar?.querySelector('[data-alarm-silent]')?.toggleAttribute('hidden', sound?.state === 'running');
}

function call() {
    const alarms = Number(document.querySelector('[data-alarm]')?.dataset.alarm ?? 0);
    const bare = document.title.startsWith(Mark) ? document.title.slice(Mark.length) : document.title;
    const title = alarms > 0 ? Mark + bare : bare;
    if (document.title !== title) {
        document.title = title;
    }

    const text = alarms > 0 ? bar.dataset.text.replace('{0}', new Intl.NumberFormat(document.documentElement.lang).format(alarms)) : '';
    const line = bar.querySelector('[data-alarm-text]');
    if (line.textContent !== text) {
        line.textContent = text;
        bar.hidden = alarms === 0;
        tellWhetherSilent();
    }

    if (alarms > 0 && !sounding) {
        chime();
        sounding = setInterval(chime, SoundEvery);
    } else if (alarms === 0 && sounding) {
        clearInterval(sounding);
        sounding = 0;
    }
}

if (bar && document.querySelector('.pb-side')) {
    document.addEventListener('pointerdown', unlock, { passive: true });
    document.addEventListener('keydown', unlock);
    new MutationObserver(call).observe(document.querySelector('.pb-side'), { subtree: true, childList: true, attributes: true, attributeFilter: ['data-alarm'] });
    window.Blazor?.addEventListener('enhancedload', call);
    call();
}
