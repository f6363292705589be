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
