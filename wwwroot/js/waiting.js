// In the waiting room: looks every few seconds whether a coordinator has said yes, while somebody is looking.
const pause = 5000;

async function look() {
    if (document.visibilityState === "visible") {
        try {
            const response = await fetch(location.pathname, { headers: { accept: "text/html" } });
            const page = new DOMParser().parseFromString(await response.text(), "text/html");
            if (!response.ok || page.getElementById("welcome")?.dataset.waiting !== "true") {
                location.reload();
                return;
            }
        } catch {
            // No network just now: the next look will tell.
        }
    }

    setTimeout(look, pause);
}

setTimeout(look, pause);
