// The queue of reviews by keyboard: a digit presses its button, or opens its part and goes to the first field there.
document.addEventListener('keydown', event => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('textarea, select, input')) {
        return;
    }

    const digit = '١٢٣٤٥٦٧٨٩'.indexOf(event.key) + 1;
    const key = digit ? String(digit) : event.key;
    const choice = /^[1-9]$/.test(key) && document.querySelector(`[data-reviews] [data-key="${key}"]`);
    if (!choice) {
        return;
    }

    event.preventDefault();
    if (choice.matches('details')) {
        choice.open = true;
        choice.querySelector('select, textarea')?.focus();
    } else {
        choice.click();
    }
});
