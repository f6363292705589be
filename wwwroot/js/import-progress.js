// Follows an import and shows the page anew when it has ended. Without script there is a link that does the same.
const panel = document.querySelector("[data-import-progress]");

if (panel) {
    const bar = panel.querySelector("progress");
    const rows = panel.querySelector("[data-rows]");
    const numbers = new Intl.NumberFormat(document.documentElement.lang);
    const state = panel.dataset.state;

    const ask = async () => {
        try {
            const answer = await fetch(panel.dataset.importProgress, { headers: { accept: "application/json" } });
            if (!answer.ok || answer.redirected) {
                location.reload();
                return;
            }

            const now = await answer.json();
            if (!now.moving || now.state !== state) {
                location.reload();
                return;
            }

            rows.textContent = numbers.format(now.rows);
            if (now.total > 0) {
                bar.max = now.total;
                bar.value = now.rows;
            }
        } catch {
            // Offline for a moment; ask again.
        }

        setTimeout(ask, 1000);
    };

    setTimeout(ask, 700);
}
