// Buttons that copy what stands in a field. Hidden without script, and where the browser has no clipboard.
document.querySelectorAll('[data-copies]').forEach(button => {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
        button.querySelector('span').textContent = button.dataset.copied;
    });
});
