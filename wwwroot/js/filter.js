// Counts anew whom a filter finds, a moment after something was ticked. Without script there is a button that does the same.
const form = document.querySelector("form[data-counts]");
const here = form?.querySelector("[data-count-here]");

if (here) {
    let timer = 0;
    let asked = 0;

    const count = async () => {
        const mine = ++asked;
        const body = new FormData(form);
        body.set("act", "count");
        try {
            const answer = await fetch(form.action, { method: "post", body });
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const counted = page.querySelector("[data-count-here]");

            // An answer that was overtaken says nothing about what is ticked now.
            if (answer.ok && !answer.redirected && counted && mine === asked) {
                here.replaceChildren(...counted.childNodes);
            }
        } catch {
            // Offline for a moment; the button is still there.
        }
    };

    form.addEventListener("change", (event) => {
        if (!here.contains(event.target) && event.target.closest(".pb-split > .pb-stack:first-of-type")) {
            clearTimeout(timer);
            timer = setTimeout(count, 300);
        }
    });
}
